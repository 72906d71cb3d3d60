import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { base32, hashOfKey, isKeyId, mintKey, readKey } from './key-text.js';

describe('a key', () => {
  it('says whose it is, and keeps a secret of 256 bits', () => {
    const { id, text, hash } = mintKey('crm.north', 'command');
    expect(text).toMatch(/^kept_crm\.north\.[a-z2-7]{8}_[a-z2-7]{52}$/);
    expect(readKey(text)).toEqual({ id, principal: 'crm.north' });
    expect(hashOfKey(text).toString('hex')).toBe(hash);
    expect(hash).toHaveLength(64);
  });

  it('has the id of its command, and another secret every time', () => {
    const [one, two] = [mintKey('crm', 'command'), mintKey('crm', 'command')];
    expect(one.id).toBe(two.id);
    expect(one.text).not.toBe(two.text);
    expect(mintKey('crm', 'another command').id).not.toBe(one.id);
  });

  it.each([
    ['', 'nothing'],
    ['kept', 'half a word'],
    ['Kept_crm.aaaaaaaa_' + 'a'.repeat(52), 'another beginning'],
    ['kept_crm.aaaaaaaa_' + 'a'.repeat(51), 'a short secret'],
    ['kept_crm.aaaaaaaa_' + 'a'.repeat(53), 'a long secret'],
    ['kept_crm.aaaaaaa_' + 'a'.repeat(52), 'a short id'],
    ['kept_aaaaaaaa_' + 'a'.repeat(52), 'nobody’s id'],
    ['kept__principals.aaaaaaaa_' + 'a'.repeat(52), 'the list of principals'],
    ['kept_crm.aaaaaaaa_' + 'a'.repeat(52) + '\n', 'a line end'],
    ['kept_crm.aaaaaaaa_' + 'A'.repeat(52), 'upper case'],
    [`kept_${'x'.repeat(64)}.aaaaaaaa_` + 'a'.repeat(52), 'a long name'],
  ])('%j is none: %s', (text) => expect(readKey(text)).toBeUndefined());

  it('has an id that can be told from other texts', () => {
    expect(isKeyId('crm.aaaaaaaa')).toBe(true);
    for (const text of ['', 'crm', '_principals.aaaaaaaa', 'crm.aaaaaaaa.', 'a/../crm.aaaaaaaa', 'crm.aaaaaaaa\n'])
      expect(isKeyId(text)).toBe(false);
  });
});

describe('base 32', () => {
  /** Read as a number, five bits a letter, padded at the right. */
  function reference(bytes: Uint8Array): string {
    const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
    const padded = bits.padEnd(Math.ceil(bits.length / 5) * 5, '0');
    return (padded.match(/.{5}/g) ?? []).map((five) => 'abcdefghijklmnopqrstuvwxyz234567'[parseInt(five, 2)]).join('');
  }

  it.each([
    ['', ''],
    ['f', 'my'],
    ['fo', 'mzxq'],
    ['foo', 'mzxw6'],
    ['foob', 'mzxw6yq'],
    ['fooba', 'mzxw6ytb'],
    ['foobar', 'mzxw6ytboi'],
  ])('of %j is %j (RFC 4648 §10)', (text, encoded) => expect(base32(Buffer.from(text))).toBe(encoded));

  it('is what a plain reading gives', () =>
    fc.assert(fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => expect(base32(bytes)).toBe(reference(bytes)))));
});
