/** A calendar that no source has as it was asked for. The message says what; the hint, what to do. */
export class CalendarNotImported extends Error {
  constructor(
    message: string,
    readonly hint?: string,
  ) {
    super(message);
    this.name = 'CalendarNotImported';
  }
}
