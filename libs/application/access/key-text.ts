import { principalOfKey } from '#kept/domain';
import { createHash, randomBytes } from 'node:crypto';

/** A key as it is shown, once, to whoever will use it; and what the ledger keeps of it. */
export interface MintedKey {
  id: string;
  /** `kept_<id>_<secret>` */
  text: string;
  hash: string;
}

/** A text that looks like a key. */
export interface PresentedKey {
  id: string;
  principal: string;
}

const SECRET_BYTES = 32;
const PART = 8;
const ID = '[a-z0-9][a-z0-9.-]{0,62}\\.[a-z2-7]{8}';
const KEY_ID = new RegExp(`^${ID}$`);
const KEY = new RegExp(`^kept_(${ID})_[a-z2-7]{52}$`);

/**
 * A new key. Its id is made from the command's, so that a command given twice speaks of one key; its secret is 256
 * random bits, so that a plain hash keeps it: there is nothing to guess, and no slow hash to attack the server with.
 */
export function mintKey(principal: string, commandId: string): MintedKey {
  const id = keyId(principal, commandId);
  const text = `kept_${id}_${base32(randomBytes(SECRET_BYTES))}`;
  return { id, text, hash: hashOfKey(text).toString('hex') };
}

/** The id of the key that a command makes. A key carries the name of its principal, and so finds its stream. */
export function keyId(principal: string, commandId: string): string {
  return `${principal}.${base32(createHash('sha256').update(commandId).digest()).slice(0, PART)}`;
}

/** Whether a key could have that id. */
export const isKeyId = (text: string): boolean => KEY_ID.test(text);

/** What a text says of itself if it looks like a key; the secret in it is not looked at. */
export function readKey(text: string): PresentedKey | undefined {
  const id = KEY.exec(text)?.[1];
  return id === undefined ? undefined : { id, principal: principalOfKey(id) };
}

/** SHA-256 of the whole key as it was shown. */
export function hashOfKey(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';

/** RFC 4648 §6 in lower case and without padding: no letter is taken for a digit, and it survives being read aloud. */
export function base32(bytes: Uint8Array): string {
  let text = '';
  let [bits, value] = [0, 0];
  for (const byte of bytes) {
    value = ((value << 8) | byte) & 0xfff;
    bits += 8;
    for (; bits >= 5; bits -= 5) text += ALPHABET[(value >> (bits - 5)) & 31]!;
  }
  return bits > 0 ? text + ALPHABET[(value << (5 - bits)) & 31]! : text;
}
