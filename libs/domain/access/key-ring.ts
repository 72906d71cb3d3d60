import { type Entry } from '../entry.js';
import { type Instant } from '../time/index.js';
import { type Scope } from './principal.js';

/** A key was made. Only the hash is kept: who has lost the secret asks for another key. */
export interface KeyIssued {
  type: 'KeyIssued';
  data: Scope & { key: string; hash: string; label?: string; expiresAt?: Instant };
}

/** A second key with the same scope was made beside one that is to go. The first works until it is revoked. */
export interface KeyRotated {
  type: 'KeyRotated';
  data: { key: string; successor: string; hash: string; expiresAt?: Instant };
}

export interface KeyRevoked {
  type: 'KeyRevoked';
  data: { key: string; reason?: string };
}

export type KeyEvent = KeyIssued | KeyRotated | KeyRevoked;

/** One key of a principal. */
export interface AccessKey extends Scope {
  id: string;
  /** SHA-256 of the whole key as it was shown, in lower-case hex. */
  hash: string;
  label?: string;
  issuedAt: Instant;
  /** From this instant on it opens nothing. */
  expiresAt?: Instant;
  revokedAt?: Instant;
}

/** A principal's keys in the order they were made, those revoked and expired among them. */
export type KeyRing = ReadonlyMap<string, AccessKey>;

export const noKeys: KeyRing = new Map();

/** The keys after one more of their events. */
export function evolveKeyRing(ring: KeyRing, { type, data, recordedAt }: Entry<KeyEvent>): KeyRing {
  switch (type) {
    case 'KeyIssued': {
      const { key, ...rest } = data;
      return new Map(ring).set(key, { id: key, ...rest, issuedAt: recordedAt });
    }
    case 'KeyRotated': {
      const { key, successor, hash, expiresAt } = data;
      const { role, teams, grants, label } = known(ring, key);
      return new Map(ring).set(successor, {
        ...{ id: successor, hash, role, teams, grants, issuedAt: recordedAt },
        ...(label !== undefined && { label }),
        ...(expiresAt !== undefined && { expiresAt }),
      });
    }
    case 'KeyRevoked':
      return new Map(ring).set(data.key, { ...known(ring, data.key), revokedAt: recordedAt });
  }
}

/** What keeps a key from opening anything at that instant; `undefined` where nothing does. */
export function whyNotLive({ revokedAt, expiresAt }: AccessKey, at: Instant): 'revoked' | 'expired' | undefined {
  if (revokedAt !== undefined) return 'revoked';
  return expiresAt !== undefined && expiresAt <= at ? 'expired' : undefined;
}

function known(ring: KeyRing, key: string): AccessKey {
  const found = ring.get(key);
  if (!found) throw new Error(`a key begins with KeyIssued or KeyRotated, and ${key} has neither`);
  return found;
}
