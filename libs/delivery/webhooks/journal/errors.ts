import { DatabaseUnavailable } from '#kept/postgres';

/** The journal cannot be gone on from: it is somebody else's, of another form, or where none can be. */
export class JournalRefused extends Error {
  constructor(
    readonly reason:
      'another-version' | 'another-store' | 'ahead-of-the-log' | 'place-unreadable' | 'place-unfit' | 'left-behind',
    message: string,
  ) {
    super(message);
    this.name = 'JournalRefused';
  }
}

/** The database of the journal cannot be reached, or was lost before it had answered. It is asked again. */
export class JournalUnavailable extends DatabaseUnavailable {
  override name = 'JournalUnavailable';
}

/** Another worker has begun to deliver to an endpoint: what this one has to say of it is not written. */
export class ClaimLost extends Error {
  constructor(readonly subscription: string) {
    super(`another worker delivers to ${subscription}: this one has lost its share without being told`);
    this.name = 'ClaimLost';
  }
}
