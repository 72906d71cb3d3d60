import { type BreachesList, type ObligationsQuestion } from '#kept/read-model';
import { Query } from '@nestjs/cqrs';

/** A page of the commitments with a breach that stands, the latest first. */
export class AskBreaches extends Query<BreachesList> {
  constructor(readonly question: ObligationsQuestion) {
    super();
  }
}
