import { type ExpectedRevision } from './port.js';
import { type Position } from './record.js';

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

export type UnavailableReason = 'busy' | 'disk-full' | 'read-only' | 'store-damaged' | 'io-error';

/** The store could not take the append. Nothing was written; the same append may succeed later. */
export class StoreUnavailable extends Error {
  readonly outcome = 'rejected';
  constructor(
    readonly reason: UnavailableReason,
    message: string,
    cause?: unknown,
  ) {
    super(message, { cause });
    this.name = 'StoreUnavailable';
  }
}

/** The store was closed; an append that meets this was not written. */
export class StoreClosed extends Error {
  readonly outcome = 'rejected';
  constructor(place: string) {
    super(`the event store ${place} is closed`);
    this.name = 'StoreClosed';
  }
}

export type OpenFailure = 'not-a-ledger' | 'newer-schema' | 'not-accessible' | 'damaged';

/** There is no store to be had at that place, and the message says why. Nothing there was changed. */
export class StoreNotOpened extends Error {
  constructor(
    readonly code: OpenFailure,
    message: string,
    cause?: unknown,
  ) {
    super(message, { cause });
    this.name = 'StoreNotOpened';
  }
}

/** A position that this log has not reached: it was saved from another store, or this one was restored from a backup. */
export class PositionBeyondLog extends Error {
  constructor(
    readonly position: Position,
    readonly head: Position,
  ) {
    super(
      `position ${String(position)} is beyond the end of the log, which is at ${String(head)}: ` +
        'it belongs to another store, or this one was restored to an earlier state',
    );
    this.name = 'PositionBeyondLog';
  }
}

/** Why a ledger is not copied: nothing was written then. */
export class CopyRefused extends Error {
  constructor(
    readonly code: 'another-ledger' | 'file-exists',
    message: string,
  ) {
    super(message);
    this.name = 'CopyRefused';
  }
}
