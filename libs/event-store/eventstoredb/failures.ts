import {
  AccessDeniedError,
  ErrorType,
  isCommandError,
  MaxAppendSizeExceededError,
  NotLeaderError,
  StreamDeletedError,
  StreamNotFoundError,
} from '@eventstore/db-client';
import { AppendOutcomeUnknown, AppendRejected, StoreUnavailable } from '../errors.js';
import { ReadTimedOut } from './events-of.js';

/** The server has not answered an append for so long. It may yet. */
export class AppendTimedOut extends Error {
  constructor(milliseconds: number) {
    super(`no answer for ${milliseconds} ms`);
    this.name = 'AppendTimedOut';
  }
}

/** What the failure of an append means, where it is no conflict. */
export function appendFailed(place: string, stream: string, error: unknown): Error {
  if (error instanceof StreamDeletedError)
    return new AppendRejected('stream-deleted', `${stream} was deleted in ${place}; a ledger's streams never are`);
  if (error instanceof AccessDeniedError)
    return new AppendRejected('access-denied', `${place} does not let this user append to ${stream}`);
  if (error instanceof MaxAppendSizeExceededError)
    return new AppendRejected('append-too-large', `${place} takes no append of that size: raise its MaxAppendSize`);
  // It says so before it looks at the events.
  if (error instanceof NotLeaderError)
    return new StoreUnavailable('busy', `${place} is choosing a leader; nothing was written`, error);
  return new AppendOutcomeUnknown(stream, error);
}

/** Whether an append that failed so may have been written all the same. */
export const leavesOpen = (error: unknown): boolean => !REFUSALS.some((refusal) => error instanceof refusal);

const REFUSALS = [StreamDeletedError, AccessDeniedError, MaxAppendSizeExceededError, NotLeaderError];

/** What the failure of a read means. */
export function readFailed(place: string, error: unknown): Error {
  if (error instanceof AccessDeniedError)
    return new StoreUnavailable('io-error', `${place} does not let this user read`, error);
  if (!(error instanceof Error)) return new Error(String(error));
  if (!isCommandError(error) && !(error instanceof ReadTimedOut)) return error;
  return new StoreUnavailable('io-error', `${place} could not be read (${error.message})`, error);
}

export const isMissing = (error: unknown): boolean => error instanceof StreamNotFoundError;

/** Whether a read was to begin where no event is: servers to 23.10 say the one, later ones the other. */
export const isInvented = (error: unknown): boolean =>
  error instanceof Error && isCommandError(error) && /ReadAllResult: Error|invalid position/i.test(error.message);

/** Whether the same may work a little later. Reads and appends may both be repeated as they were. */
export const isPassing = (error: unknown): boolean =>
  error instanceof ReadTimedOut ||
  error instanceof AppendTimedOut ||
  (error instanceof Error && isCommandError(error) && PASSING.has(error.type));

const PASSING: ReadonlySet<string> = new Set([
  ErrorType.NOT_LEADER,
  ErrorType.UNAVAILABLE,
  ErrorType.TIMEOUT,
  ErrorType.DEADLINE_EXCEEDED,
  ErrorType.CANCELLED,
  ErrorType.UNKNOWN,
]);
