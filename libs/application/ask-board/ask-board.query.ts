import { type Board, type BoardQuestion } from '#kept/read-model';
import { Query } from '@nestjs/cqrs';

/** A page of the commitments that somebody wants to see, in an order of theirs. */
export class AskBoard extends Query<Board> {
  constructor(readonly question: BoardQuestion) {
    super();
  }
}
