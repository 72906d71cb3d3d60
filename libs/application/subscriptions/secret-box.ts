import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes } from 'node:crypto';
import { refuseKey, type SecretsKeySource } from './secrets-key.js';

const CIPHER = 'aes-256-gcm';
/** Bytes. Random nonces of 96 bits are safe for four billion secrets of one key (NIST SP 800-38D §8.3). */
const NONCE = 12;
const TAG = 16;

/** `v1.<id of the key>.<nonce>.<what is sealed, and its tag>`, the last two in base64url. */
const SEALED = /^v1\.([0-9a-f]{8})\.([\w-]{16})\.([\w-]{22,})$/;

/**
 * Seals what must be read again, and by nobody who only has the ledger: AES-256 in Galois/Counter Mode. What is sealed for
 * one purpose opens for no other: who can write to the ledger cannot pass one secret off as another.
 */
export class SecretBox {
  constructor(private readonly source: SecretsKeySource) {}

  /** @param purpose what it is, and whose: the same is needed to open it. @throws SecretsKeyProblem */
  seal(secret: Uint8Array, purpose: string): string {
    const key = this.source.toSeal();
    const nonce = randomBytes(NONCE);
    const cipher = createCipheriv(CIPHER, key, nonce).setAAD(Buffer.from(purpose));
    const sealed = Buffer.concat([cipher.update(secret), cipher.final(), cipher.getAuthTag()]);
    return ['v1', idOf(key), nonce.toString('base64url'), sealed.toString('base64url')].join('.');
  }

  /** @throws SecretsKeyProblem if it was sealed with another key, for another purpose, or was damaged */
  open(text: string, purpose: string): Buffer {
    const [, keyId, nonce, sealed] = SEALED.exec(text) ?? refuseKey('wrong', `${purpose}: this is nothing sealed.`);
    const key =
      this.source.toOpen().find((one) => idOf(one) === keyId) ??
      refuseKey('wrong', `${this.source.place} does not hold the key that secrets were sealed with (${keyId!}).`);
    const bytes = Buffer.from(sealed!, 'base64url');
    const decipher = createDecipheriv(CIPHER, key, Buffer.from(nonce!, 'base64url'))
      .setAAD(Buffer.from(purpose))
      .setAuthTag(bytes.subarray(-TAG));
    try {
      return Buffer.concat([decipher.update(bytes.subarray(0, -TAG)), decipher.final()]);
    } catch (error) {
      return refuseKey('wrong', `${purpose}: it was damaged, or sealed for something else.`, error);
    }
  }

  /** What tells the key apart that something was sealed with, and whether that one seals now. @throws SecretsKeyProblem */
  keyOf(sealed: string): { key: string; seals: boolean } {
    const key = sealed.split('.')[1]!;
    return { key, seals: key === idOf(this.source.toOpen()[0]) };
  }

  /** A fingerprint of something secret: the same for the same, and who does not have the key cannot try guesses on it. */
  mark(text: string): string {
    return createHmac('sha256', this.source.toSeal()).update('mark ').update(text).digest('base64url');
  }
}

/** Tells keys apart, and nothing about them. */
function idOf(key: Buffer): string {
  return createHash('sha256').update('kept secrets key ').update(key).digest('hex').slice(0, 8);
}
