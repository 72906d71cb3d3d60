import { type Flips, type Instant } from '#kept/domain';
import { type Page } from '#kept/read-model';
import { Query } from '@nestjs/cqrs';
import { type ReapplicationQuestion } from '../reapply-policy/reapplication.js';

/** A commitment of which something would be different, and what. */
export interface FlippedCommitment extends Flips {
  commitment: string;
  customer: string;
}

/** A page of what another version of a policy would change. */
export interface PolicyPreview extends Page<FlippedCommitment> {
  /** Commitments looked at. */
  examined: number;
  /** Of them, those whose terms would be others, whether or not that shows. */
  affected: number;
  at: Instant;
}

/** Asks what would flip if a version of a policy were reapplied, and for whom. Nothing is recorded. */
export class PreviewPolicy extends Query<PolicyPreview> {
  constructor(
    readonly question: ReapplicationQuestion,
    /** The moment at which both are judged. */
    readonly at: Instant,
  ) {
    super();
  }
}
