import { AppendOutcomeUnknown, StoreUnavailable, type UnavailableReason } from '../errors.js';

/** SQLite's own name for what went wrong, `SQLITE_FULL` for one; empty where the error is not SQLite's. */
export function sqliteCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

export const isBusy = (error: unknown): boolean => /^SQLITE_(BUSY|LOCKED)/.test(sqliteCode(error));

/** Another row has the same key: that of a stream and a revision, since positions are given by SQLite itself. */
export const isTaken = (error: unknown): boolean => sqliteCode(error) === 'SQLITE_CONSTRAINT_UNIQUE';

/** Before COMMIT nothing can have been written. */
export function notWritten(place: string, error: unknown): StoreUnavailable {
  const reason = reasonOf(sqliteCode(error));
  return new StoreUnavailable(
    reason,
    `${place} ${SENTENCES[reason]} (${messageOf(error)}); nothing was written`,
    error,
  );
}

/**
 * What a failed COMMIT means. The commit mark is the last thing written, so a full disk has stopped before it. After any
 * other failure — an fsync that failed, most of all — the mark may be in the file, and a crash now would make it count.
 */
export function commitFailed(place: string, stream: string, error: unknown): StoreUnavailable | AppendOutcomeUnknown {
  const known = sqliteCode(error) === 'SQLITE_FULL' || isBusy(error);
  return known ? notWritten(place, error) : new AppendOutcomeUnknown(stream, error);
}

function reasonOf(code: string): UnavailableReason {
  if (/^SQLITE_(BUSY|LOCKED)/.test(code)) return 'busy';
  if (code === 'SQLITE_FULL') return 'disk-full';
  if (code.startsWith('SQLITE_READONLY')) return 'read-only';
  // A key that is taken where the stream should have ended: rows or index are not what was written.
  if (/^SQLITE_(CORRUPT|NOTADB|CONSTRAINT)/.test(code)) return 'store-damaged';
  return 'io-error';
}

const SENTENCES: Record<UnavailableReason, string> = {
  busy: 'was kept locked by another process',
  'disk-full': 'has no room left on its disk',
  'read-only': 'cannot be written',
  'store-damaged': 'is damaged: run the audit',
  'io-error': 'could not be written',
};

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
