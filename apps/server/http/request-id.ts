import { randomUUID } from 'node:crypto';
import { type IncomingMessage } from 'node:http';

/** As proxies and clients make them: UUIDs, hexadecimal numbers, ULIDs. Anything else could be anything. */
const WELL_FORMED = /^[0-9A-Za-z][0-9A-Za-z_-]{7,63}$/;

/** The id of a request: its `X-Request-Id` where that is well-formed, and a new one elsewhere. */
export function requestId({ headers }: Pick<IncomingMessage, 'headers'>): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && WELL_FORMED.test(given) ? given : randomUUID();
}
