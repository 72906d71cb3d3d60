import { hash } from 'node:crypto';
import { refuse } from '#kept/domain';
import { canonicalJson, type Json, NotCanonicalizable } from '#kept/event-store';
import { type DomainCommand } from './aggregate.js';

/** The namespace of Kept's own name-based identifiers, a random UUID minted once. */
const NAMESPACE = Buffer.from('6f1d0c1ad1c54f1c9a8a3b1f0a6e2d47', 'hex');

/**
 * A name-based UUID, version 5 (RFC 9562 §5.5): the same name gives the same identifier for ever, so that a repeated
 * import or a retried command writes the same events.
 */
export function namedUuid(name: string): string {
  const hex = hash('sha1', Buffer.concat([NAMESPACE, Buffer.from(name, 'utf8')]), 'hex');
  // Version 5 in the seventh byte, the RFC's variant (10…) in the ninth.
  const variant = ((parseInt(hex[16]!, 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** The id of a command's nth event: a retry, even by another process, offers the store the same ids. */
export function eventIdOf(commandId: string, stream: string, index: number): string {
  return namedUuid(`${commandId}/${stream}/${index}`);
}

/**
 * What a command says, in 43 characters: SHA-256 over its canonical form, base64url. When it is recorded is not part of
 * it — a retry arrives later and is still the same command.
 */
export function fingerprintOf({ type, data, metadata }: DomainCommand): string {
  const said = { type, data: data as unknown as Json, occurredAt: metadata.occurredAt };
  try {
    return hash('sha256', canonicalJson(said), 'base64url');
  } catch (error) {
    // What has no canonical form (NaN, half a surrogate pair) has no place in the ledger either.
    if (error instanceof NotCanonicalizable) refuse('text-malformed', { field: 'data' });
    throw error;
  }
}
