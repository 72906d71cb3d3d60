import { identifier } from '../check.js';
import { type Command } from '../command.js';
import { checkMoment } from '../moment.js';
import { refuse } from '../refusal.js';
import { instant, type Instant } from '../time/index.js';
import {
  type AccessKey,
  type KeyEvent,
  type KeyIssued,
  type KeyRevoked,
  type KeyRing,
  type KeyRotated,
  whyNotLive,
} from './key-ring.js';
import { checkedScope } from './principal.js';

export type IssueKey = Command<'IssueKey', KeyIssued['data']>;
export type RotateKey = Command<'RotateKey', KeyRotated['data']>;
export type RevokeKey = Command<'RevokeKey', KeyRevoked['data']>;

export type KeyCommand = IssueKey | RotateKey | RevokeKey;

/** As many of a principal's keys may open something at one time: the old one and the new, while they are exchanged. */
export const LIVE_KEYS = 2;

/**
 * What a command adds to a principal's keys.
 * @throws Refusal where it must not be recorded
 */
export function decideKeyRing(command: KeyCommand, ring: KeyRing): KeyEvent[] {
  checkMoment(command.metadata);
  const { recordedAt: now } = command.metadata;
  switch (command.type) {
    case 'IssueKey':
      return [{ type: 'KeyIssued', data: issued(command.data, ring, now) }];
    case 'RotateKey':
      return [{ type: 'KeyRotated', data: rotated(command.data, ring, now) }];
    case 'RevokeKey':
      return revoked(command.data, ring);
  }
}

function issued({ key, hash, label, expiresAt, ...scope }: IssueKey['data'], ring: KeyRing, now: Instant) {
  mustHaveRoom(ring, now);
  return {
    ...newKey(key, hash, ring),
    ...checkedScope(scope),
    ...(label !== undefined && { label: identifier(label, 'label') }),
    ...checkedExpiry(expiresAt, now),
  };
}

function rotated({ key, successor, hash, expiresAt }: RotateKey['data'], ring: KeyRing, now: Instant) {
  const why = whyNotLive(mustKnow(ring, key), now);
  if (why !== undefined) refuse(why === 'revoked' ? 'key-revoked' : 'key-expired', { key });
  mustHaveRoom(ring, now);
  const made = newKey(successor, hash, ring);
  return { key, successor: made.key, hash: made.hash, ...checkedExpiry(expiresAt, now) };
}

/** What is expired may be revoked too: then it stays shut whatever the clocks say. */
function revoked({ key, reason }: RevokeKey['data'], ring: KeyRing): KeyEvent[] {
  if (mustKnow(ring, key).revokedAt !== undefined) return [];
  return [{ type: 'KeyRevoked', data: { key, ...(reason !== undefined && { reason: identifier(reason, 'reason') }) } }];
}

const KEY = /^[a-z0-9][a-z0-9.-]{0,62}\.[a-z2-7]{8}$/;
const SHA_256 = /^[0-9a-f]{64}$/;

function newKey(key: string, hash: string, ring: KeyRing): { key: string; hash: string } {
  if (!KEY.test(key)) refuse('text-malformed', { field: 'key' });
  if (!SHA_256.test(hash)) refuse('text-malformed', { field: 'hash' });
  if (ring.has(key)) refuse('key-exists', { key });
  return { key, hash };
}

function mustKnow(ring: KeyRing, key: string): AccessKey {
  return ring.get(key) ?? refuse('key-unknown', { key: key.slice(0, 80) });
}

function mustHaveRoom(ring: KeyRing, now: Instant): void {
  const live = [...ring.values()].filter((key) => whyNotLive(key, now) === undefined);
  if (live.length >= LIVE_KEYS) refuse('keys-too-many', { most: LIVE_KEYS, keys: live.map(({ id }) => id).join(', ') });
}

function checkedExpiry(expiresAt: Instant | undefined, now: Instant): { expiresAt?: Instant } {
  if (expiresAt === undefined) return {};
  if (instant(expiresAt, 'expiresAt') <= now) refuse('key-expires-before-it-begins', { field: 'expiresAt' });
  return { expiresAt };
}

/** Whose key it is: a key carries the name of its stream. */
export function principalOfKey(key: string): string {
  return key.slice(0, key.lastIndexOf('.'));
}
