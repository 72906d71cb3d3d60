import { type CommitmentHistory, type HistoryQuestion, type ListedObligation } from '#kept/read-model';
import { Query } from '@nestjs/cqrs';

/** A commitment as the ledger itself has it, ahead of every projection: what a form is filled in against. */
export interface ShownCommitment extends CommitmentHistory {
  /** Of the last entry that people or systems recorded. */
  formRevision: bigint;
  /** What it owed, in the order in which that came about. */
  obligations: readonly ListedObligation[];
}

export interface ShowQuestion extends Pick<HistoryQuestion, 'at' | 'knownAt'> {
  /** Whether free texts are shown too; by default they stay where they are. */
  personal?: boolean;
}

/** One commitment with the chain of its plans and of its expectations. */
export class ShowCommitment extends Query<ShownCommitment | undefined> {
  constructor(
    readonly commitment: string,
    readonly question: ShowQuestion,
  ) {
    super();
  }
}
