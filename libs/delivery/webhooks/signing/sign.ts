import { type Instant } from '#kept/domain';
import { createHmac, createPrivateKey, type KeyObject, sign as signWith } from 'node:crypto';
import { type SigningSecret } from '../ports.js';

/** What is signed: the id of the message, when it is sent, and its bytes. */
export interface Message {
  id: string;
  /** Now. A receiver refuses what is minutes old, so every attempt is signed anew. */
  at: Instant;
  body: string;
}

/** There is no key left that may sign. */
export class NoLiveKey extends Error {
  constructor() {
    super('every key of the subscription has retired');
    this.name = 'NoLiveKey';
  }
}

/**
 * The three headers of the Standard Webhooks specification 1.0. While keys overlap there is a signature by each, separated
 * by spaces, and a receiver takes any that it can verify; a key that has retired signs nothing.
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 * @throws NoLiveKey
 */
export function signedHeaders({ id, at, body }: Message, keys: readonly SigningSecret[]): Record<string, string> {
  const live = keys.filter(({ retiresAt }) => retiresAt === undefined || at < retiresAt);
  if (live.length === 0) throw new NoLiveKey();
  const timestamp = String(Math.floor(at / 1_000));
  const content = `${id}.${timestamp}.${body}`;
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': live.map((key) => signature(key, content)).join(' '),
  };
}

function signature(key: SigningSecret, content: string): string {
  switch (key.algorithm) {
    case 'hmac-sha256':
      return `v1,${createHmac('sha256', key.secret).update(content).digest('base64')}`;
    case 'ed25519':
      return `v1a,${signWith(null, Buffer.from(content), privateKey(key)).toString('base64')}`;
  }
}

/** Making a key object costs as much as signing with it. It lives as long as the secret it was made of. */
const opened = new WeakMap<SigningSecret, KeyObject>();

/** What stands before the seed of an Ed25519 private key in PKCS #8 (RFC 8410, §7). */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

function privateKey(secret: SigningSecret): KeyObject {
  const known = opened.get(secret);
  if (known) return known;
  const key = createPrivateKey({ key: Buffer.concat([PKCS8, secret.secret]), format: 'der', type: 'pkcs8' });
  opened.set(secret, key);
  return key;
}
