import { refuseRequest } from './request-refused.js';

/** The state of a commitment as an `ETag`: the revision of the last entry that people or systems recorded. */
export const etagOf = (revision: bigint): string => `"${revision}"`;

/**
 * The revision that a change is conditional on. `*` says that any will do: for systems that only add what they saw.
 * @throws RequestRefused `if-match-missing`, `header-malformed`
 */
export function seenRevision(header: string | undefined): bigint | undefined {
  if (header === undefined) return refuseRequest('if-match-missing');
  if (header.trim() === '*') return undefined;
  const revision = /^\s*"(\d{1,15})"\s*$/.exec(header)?.[1];
  if (revision === undefined)
    return refuseRequest('header-malformed', {
      field: 'If-Match',
      value: header.slice(0, 40),
      expected: 'send one strong ETag as it was answered, "3", or *',
    });
  return BigInt(revision);
}
