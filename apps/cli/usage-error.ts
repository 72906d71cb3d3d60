/** The caller can mend it: one sentence that says what is wrong, and perhaps one that says what to do next. */
export class UsageError extends Error {
  constructor(
    message: string,
    readonly hint?: string,
  ) {
    super(message);
    this.name = 'UsageError';
  }
}
