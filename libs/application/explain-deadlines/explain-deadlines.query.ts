import { type Explanation, type Instant, type Reckoning } from '#kept/domain';
import { type ListedObligation } from '#kept/read-model';
import { Query } from '@nestjs/cqrs';

/** How one of the lengths was counted; by the calendar where it is business time. */
export interface ExplainedReckoning extends Reckoning {
  explanation?: Explanation;
}

/** An obligation, and how its deadline came about. */
export interface ExplainedObligation {
  obligation: ListedObligation;
  reckonings: ExplainedReckoning[];
}

export interface ExplainedDeadlines {
  commitment: string;
  /** The policy, and the calendar that it pins. */
  policy: string;
  calendar?: string;
  obligations: ExplainedObligation[];
  at: Instant;
}

/** How the deadlines of a commitment came about: what was counted, what was skipped, and by which versions. */
export class ExplainDeadlines extends Query<ExplainedDeadlines | undefined> {
  constructor(
    readonly commitment: string,
    readonly at: Instant,
  ) {
    super();
  }
}
