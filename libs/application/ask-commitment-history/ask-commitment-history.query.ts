import { type CommitmentHistory, type HistoryQuestion } from '#kept/read-model';
import { Query } from '@nestjs/cqrs';

/** How a commitment came to stand where it stood: the chain of its plans and of its expectations. */
export class AskCommitmentHistory extends Query<CommitmentHistory | undefined> {
  constructor(
    readonly commitment: string,
    readonly question: HistoryQuestion,
  ) {
    super();
  }
}
