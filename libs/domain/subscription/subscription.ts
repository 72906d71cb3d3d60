import { type Instant } from '../time/index.js';

/** What a delivery says: ids, obligation, deadline and position; or everything the event says, less what is personal. */
export const CONTENTS = ['thin', 'full'] as const;
export type Content = (typeof CONTENTS)[number];

/** How deliveries are signed: `v1` and `v1a` of the Standard Webhooks specification. */
export const SIGNATURES = ['hmac-sha256', 'ed25519'] as const;
export type SignatureAlgorithm = (typeof SIGNATURES)[number];

/** What an endpoint is told apart by and signed to with. The secret is sealed: the ledger alone opens nothing. */
export interface SigningKey {
  id: string;
  algorithm: SignatureAlgorithm;
  /** The secret, or private key, encrypted by the key that the process was started with. */
  sealed: string;
  /** Of an Ed25519 pair, as receivers write it: `whpk_…`. */
  publicKey?: string;
  /** From this instant on nothing is signed with it: its successor has taken over. */
  retiresAt?: Instant;
}

/** Which deliveries are to be made again. */
export type Replay =
  /** Of one event. */
  | { of: 'one'; event: string; position: string }
  /** Of all that were given up at or after an instant. */
  | { of: 'failed'; since: Instant }
  /** Of everything after a position of the log. */
  | { of: 'everything'; after: string };

/** Why nothing is delivered any more: the endpoint said that it is gone, or it failed for too long. */
export type DisabledBecause = 'gone' | 'failing';
