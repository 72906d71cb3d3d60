import { hash } from 'node:crypto';

import { canonicalJson } from '../canonical.js';

/** What a ledger's file says about itself. */
export interface StoreRow {
  schemaVersion: number;
  identity: string;
  /** Milliseconds since the epoch. */
  createdAt: number;
}

/** So that a flipped bit in the identity does not make a ledger look like another one. */
export function storeChecksum({ schemaVersion, identity, createdAt }: StoreRow): Buffer {
  return hash('sha256', canonicalJson({ schemaVersion, identity, createdAt }), 'buffer');
}
