import { type ObligationsList, type ObligationsQuestion } from '#kept/read-model';
import { Query } from '@nestjs/cqrs';

/** A page of the commitments that still owe something, the most urgent first. */
export class AskObligations extends Query<ObligationsList> {
  constructor(readonly question: ObligationsQuestion) {
    super();
  }
}
