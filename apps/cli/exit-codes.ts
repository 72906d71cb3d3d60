/** What a `kept` process says when it ends. Documented in docs/reference/cli.md. */
export const EXIT = {
  done: 0,
  /** Something broke that is not the caller's doing. */
  failed: 1,
  /** The caller asked for something that cannot be done as asked. */
  usage: 2,
  /** A ledger, or a copy of one, is not as it was written. */
  unsound: 3,
  /** `kept import --strict` finished, and rejected rows. */
  rejected: 4,
  /** Stopped by SIGINT, as shells report it. */
  interrupted: 130,
} as const;
