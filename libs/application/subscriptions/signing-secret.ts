import { type SignatureAlgorithm } from '#kept/domain';
import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto';
import { base32 } from '../access/key-text.js';

/** What deliveries are signed with, before it is sealed. */
export interface MintedSecret {
  /** Raw bytes: of an HMAC, or the seed of an Ed25519 private key. */
  secret: Buffer;
  /** For an HMAC, as receivers write it: `whsec_…`. To be shown once. */
  shown?: string;
  /** For Ed25519, as receivers write it: `whpk_…`. No secret. */
  publicKey?: string;
}

const HMAC_BYTES = 32;
/** Letters and digits of an id: eight are told apart at a glance, and a subscription never has many keys. */
const ID = 8;

/** The id of the key that a command makes: a command given twice speaks of one key. */
export function signingKeyId(commandId: string): string {
  return base32(createHash('sha256').update(commandId).digest()).slice(0, ID);
}

/** A new secret, in the spelling of the Standard Webhooks specification. */
export function mintSecret(algorithm: SignatureAlgorithm): MintedSecret {
  switch (algorithm) {
    case 'hmac-sha256': {
      const secret = randomBytes(HMAC_BYTES);
      return { secret, shown: `whsec_${secret.toString('base64')}` };
    }
    case 'ed25519': {
      const { d, x } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
      const publicKey = `whpk_${Buffer.from(x!, 'base64url').toString('base64')}`;
      return { secret: Buffer.from(d!, 'base64url'), publicKey };
    }
  }
}
