/** Where the store's own name stands. It is no part of the ledger, and the log does not show it. */
export const IDENTITY_STREAM = 'kept-identity';

/** Whether a stream is the ledger's: neither the server's own nor the one with the store's name. */
export const isOurs = (stream: string): boolean => !stream.startsWith('$') && stream !== IDENTITY_STREAM;
