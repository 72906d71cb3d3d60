import { type RatesAnswer, type RatesQuestion } from '#kept/read-model';
import { Query } from '@nestjs/cqrs';

/** Fulfilment rates, on several bases side by side. */
export class AskRates extends Query<RatesAnswer> {
  constructor(readonly question: RatesQuestion) {
    super();
  }
}
