import { type ExpectedRevision } from './port.js';

/** The stream is not where the caller believed it to be. Nothing was written. */
export class AppendConflict extends Error {
  readonly outcome = 'conflict';
  constructor(
    readonly stream: string,
    readonly expected: ExpectedRevision,
    readonly actual: bigint | 'no_stream',
  ) {
    super(`${stream} was expected at ${String(expected)} and is at ${String(actual)}`);
    this.name = 'AppendConflict';
  }
}

export type RejectionCode =
  | 'nothing-to-append'
  | 'stream-name-invalid'
  | 'event-type-invalid'
  | 'event-id-invalid'
  | 'event-data-invalid'
  | 'expected-revision-invalid'
  | 'append-too-large'
  | 'stream-deleted'
  | 'access-denied';

/** The append can never succeed as it is. Nothing was written. */
export class AppendRejected extends Error {
  readonly outcome = 'rejected';
  constructor(
    readonly code: RejectionCode,
    message: string,
  ) {
    super(message);
    this.name = 'AppendRejected';
  }
}

/** Nobody knows whether the append was written. Retry the same one, or read what is there. */
export class AppendOutcomeUnknown extends Error {
  readonly outcome = 'unknown';
  constructor(stream: string, cause: unknown) {
    super(`nobody knows whether the append to ${stream} was written`, { cause });
    this.name = 'AppendOutcomeUnknown';
  }
}
