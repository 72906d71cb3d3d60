export type ReadModelProblem =
  | 'another-store'
  | 'ahead-of-the-log'
  | 'not-built'
  | 'not-caught-up'
  /** The cursor is not one that was given out, or was cut or changed on its way. */
  | 'cursor-damaged'
  /** The cursor belongs to another question. */
  | 'cursor-foreign'
  | 'limit-out-of-range'
  /** Counted by what is known and has happened now, and asked of the past. */
  | 'only-of-the-present';

/** The read model cannot do what it is asked, and the message says what would help. Nothing was changed. */
export class ReadModelRefused extends Error {
  constructor(
    readonly code: ReadModelProblem,
    message: string,
  ) {
    super(message);
    this.name = 'ReadModelRefused';
  }
}
