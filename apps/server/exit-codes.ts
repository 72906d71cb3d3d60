/** What the server's process says when it ends. Documented in docs/reference/server.md. */
export const EXIT = {
  done: 0,
  /** Something broke that is not the caller's doing. */
  failed: 1,
  /** It was started in a way that cannot be. */
  usage: 2,
  /** The ledger is too damaged to be opened. */
  unsound: 3,
} as const;
