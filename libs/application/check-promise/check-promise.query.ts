import { type Instant, type Obligation, type Terms, type Warning } from '#kept/domain';
import { Query } from '@nestjs/cqrs';
import { type Promised } from '../make-promise/make-promise.command.js';

/** What a promise would be like, were it made. */
export interface CheckedPromise {
  /** In spite of which it would be made. */
  warnings: readonly Warning[];
  terms: Terms;
  /** What it would oblige to from the first. */
  obligations: readonly Obligation[];
}

/** Looks at a promise without making it. */
export class CheckPromise extends Query<CheckedPromise> {
  constructor(
    readonly data: Promised,
    readonly moment: { occurredAt: Instant; recordedAt: Instant },
  ) {
    super();
  }
}
