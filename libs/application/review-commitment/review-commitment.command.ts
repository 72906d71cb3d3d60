import { type Finding, type Instant } from '#kept/domain';
import { Command } from '@nestjs/cqrs';

/** What a review has recorded; what somebody else had recorded by then is not part of it. */
export interface Review {
  findings: Finding[];
  /** Where there was nothing to say: when there will be, if nothing is recorded before. */
  next?: Instant;
}

/** Has the ledger look at a commitment by itself, and record what the time has brought: warnings, breaches, retractions. */
export class ReviewCommitment extends Command<Review> {
  constructor(
    readonly commitment: string,
    readonly now: Instant,
  ) {
    super();
  }
}
