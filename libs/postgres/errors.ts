/** An address that no database can be found at. Neither the error nor anything in it repeats the address. */
export class AddressUnreadable extends Error {
  constructor(whose: string) {
    super(
      `the address of ${whose} cannot be read: it is to look like postgres://user:password@host:5432/database, with special characters percent-encoded`,
    );
    this.name = 'AddressUnreadable';
  }
}

/** A database cannot be reached, or was lost before it had answered: what was to be done may have been done. */
export class DatabaseUnavailable extends Error {
  /** @param place for people, with no secret in it */
  constructor(place: string, cause: unknown) {
    const { message } = cause as { message?: unknown };
    super(`${place} cannot be reached: ${String(message) || 'the connection was lost'}`, { cause });
    this.name = 'DatabaseUnavailable';
  }
}
