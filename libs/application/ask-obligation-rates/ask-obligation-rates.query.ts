import { type ObligationRatesAnswer, type ObligationRatesQuestion } from '#kept/read-model';
import { Query } from '@nestjs/cqrs';

/** How many obligations were met in time, made good late, or missed. */
export class AskObligationRates extends Query<ObligationRatesAnswer> {
  constructor(readonly question: ObligationRatesQuestion) {
    super();
  }
}
