import { type CommitmentQuestion, type ListedCommitment } from '#kept/read-model';
import { Query } from '@nestjs/cqrs';

/** One commitment as it stands. */
export class AskCommitment extends Query<ListedCommitment | undefined> {
  constructor(
    readonly commitment: string,
    readonly question: CommitmentQuestion,
  ) {
    super();
  }
}
