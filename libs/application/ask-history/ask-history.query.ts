import { type CustomerHistory, type HistoryQuestion } from '#kept/read-model';
import { Query } from '@nestjs/cqrs';

/** What a customer had reason to expect at each moment, and what each entry changed. */
export class AskHistory extends Query<CustomerHistory> {
  constructor(
    readonly customer: string,
    readonly question: HistoryQuestion,
  ) {
    super();
  }
}
