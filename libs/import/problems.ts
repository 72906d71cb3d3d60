/** Why an import could not be made at all: nothing was recorded, and the message says what to change. */
export type ImportFailure =
  | 'mapping-unreadable'
  | 'mapping-malformed'
  | 'file-missing'
  | 'file-superfluous'
  | 'file-ambiguous'
  | 'file-unreadable'
  | 'header-missing'
  | 'header-malformed'
  | 'column-missing'
  | 'column-repeated'
  | 'import-stopped';

export class ImportError extends Error {
  constructor(
    readonly code: ImportFailure,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'ImportError';
  }
}

/** Why one row, or one entry of it, cannot be used. The import goes on; the row goes to the rejects file. */
export interface Rejection {
  /** Stable, for programs: `value-blank`. */
  code: string;
  /** In words, for whoever repairs the file. */
  reason: string;
  /** The column at fault, where it is one. */
  column?: string;
}

/** Thrown while a row is being read; caught where rows are counted. */
export class RowRejected extends Error {
  constructor(readonly rejection: Rejection) {
    super(rejection.reason);
    this.name = 'RowRejected';
  }
}

/** @throws RowRejected always */
export function reject(code: string, reason: string, column?: string): never {
  throw new RowRejected({ code, reason, ...(column !== undefined && { column }) });
}

const LONGEST_QUOTE = 60;

/** A value as it may stand in a message: short, visible, in quotes. */
export function quoted(value: string): string {
  const clipped = value.length > LONGEST_QUOTE ? `${value.slice(0, LONGEST_QUOTE)}…` : value;
  return JSON.stringify(clipped.toWellFormed());
}
