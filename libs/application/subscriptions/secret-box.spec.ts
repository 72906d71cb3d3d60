import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SecretBox } from './secret-box.js';
import { secretsKeyFrom, secretsKeyIn, SecretsKeyProblem } from './secrets-key.js';

const newKey = (): string => randomBytes(32).toString('base64');
const boxOf = (key: string): SecretBox => new SecretBox(secretsKeyFrom(key));
const problem = (word: SecretsKeyProblem['problem']) => expect.objectContaining({ problem: word }) as unknown;

describe('what is sealed', () => {
  const key = newKey();
  const box = boxOf(key);

  it('opens again, by another box with the same key', () =>
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.string({ unit: 'binary' }), (secret, purpose) => {
        expect(Uint8Array.from(boxOf(key).open(box.seal(secret, purpose), purpose))).toEqual(secret);
      }),
    ));

  it('never looks the same twice', () => {
    const secret = Buffer.from('the same');
    const sealed = Array.from({ length: 100 }, () => box.seal(secret, 'x'));
    expect(new Set(sealed).size).toBe(100);
  });

  it('opens for nothing but what it was sealed for', () => {
    const sealed = box.seal(Buffer.from('secret'), 'subscription a, signing key k');
    expect(() => box.open(sealed, 'subscription b, signing key k')).toThrow(problem('wrong'));
  });

  it('does not open when a single bit was turned', () => {
    const sealed = box.seal(Buffer.from('secret'), 'x');
    const parts = sealed.split('.');
    for (const part of [2, 3]) {
      const bytes = Buffer.from(parts[part]!, 'base64url');
      for (let at = 0; at < bytes.length * 8; at += 1) {
        const turned = Buffer.from(bytes);
        turned[at >> 3]! ^= 1 << (at & 7);
        const text = parts.with(part, turned.toString('base64url')).join('.');
        expect(() => box.open(text, 'x')).toThrow(SecretsKeyProblem);
      }
    }
  });

  it('does not open with another key, and says which one it was', () => {
    const sealed = box.seal(Buffer.from('secret'), 'x');
    expect(() => boxOf(newKey()).open(sealed, 'x')).toThrow(problem('wrong'));
    expect(() => boxOf(newKey()).open(sealed, 'x')).toThrow(
      `KEPT_SECRETS_KEY does not hold the key that secrets were sealed with (${sealed.split('.')[1]!})`,
    );
  });

  it('opens with an earlier key of several, and is sealed with the first', () => {
    const [newer, stranger] = [newKey(), newKey()];
    const sealed = box.seal(Buffer.from('secret'), 'x');
    for (const between of [',', ' , ', '\n', '\r\n', ' ']) {
      const both = boxOf([newer, key].join(between));
      expect(both.open(sealed, 'x').toString()).toBe('secret');
      expect(both.keyOf(sealed)).toEqual({ key: sealed.split('.')[1], seals: false });
      const again = both.seal(Buffer.from('secret'), 'x');
      expect(both.keyOf(again).seals).toBe(true);
      expect(boxOf(newer).open(again, 'x').toString()).toBe('secret');
      expect(() => box.open(again, 'x')).toThrow(problem('wrong'));
      expect(both.mark('a')).toBe(boxOf(newer).mark('a'));
    }
    expect(() => boxOf(`${newer},${stranger}`).open(sealed, 'x')).toThrow(problem('wrong'));
  });

  it.each(['', 'whsec_abc', 'v1.abc', 'v2.00000000.aaaaaaaaaaaaaaaa.aaaaaaaaaaaaaaaaaaaaaa'])('is not %j', (text) =>
    expect(() => box.open(text, 'x')).toThrow(problem('wrong')),
  );

  it('tells nothing of the key that it was sealed with', () => {
    const hex = Buffer.from(key, 'base64').toString('hex');
    expect(hex).not.toContain(box.seal(Buffer.from('secret'), 'x').split('.')[1]!);
  });

  it('is marked alike where it is alike, by the key alone', () => {
    expect(box.mark('a')).toBe(boxOf(key).mark('a'));
    expect(box.mark('a')).not.toBe(box.mark('b'));
    expect(box.mark('a')).not.toBe(boxOf(newKey()).mark('a'));
  });
});

describe('the key', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'kept-secrets-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const file = () => join(folder, 'secrets.key');

  it('is made when something is sealed first, for its owner alone', () => {
    const box = new SecretBox(secretsKeyIn(folder));
    expect(readdirSync(folder)).toEqual([]);
    const sealed = box.seal(Buffer.from('secret'), 'x');
    expect(readdirSync(folder)).toEqual(['secrets.key']);
    expect(statSync(file()).mode & 0o777).toBe(0o600);
    expect(new SecretBox(secretsKeyIn(folder)).open(sealed, 'x').toString()).toBe('secret');
    expect(boxOf(readFileSync(file(), 'utf8').trim()).open(sealed, 'x').toString()).toBe('secret');
  });

  it('that another process has made meanwhile is the one', () => {
    const [one, other] = [new SecretBox(secretsKeyIn(folder)), new SecretBox(secretsKeyIn(folder))];
    const sealed = one.seal(Buffer.from('secret'), 'x');
    other.seal(Buffer.from('another'), 'x');
    expect(other.open(sealed, 'x').toString()).toBe('secret');
  });

  it('that is missing is not made anew where something is sealed already', () => {
    const sealed = new SecretBox(secretsKeyIn(folder)).seal(Buffer.from('secret'), 'x');
    rmSync(file());
    const box = new SecretBox(secretsKeyIn(folder));
    expect(() => box.open(sealed, 'x')).toThrow(problem('missing'));
    expect(() => box.open(sealed, 'x')).toThrow(`${file()} is missing`);
    expect(() => box.keyOf(sealed)).toThrow(problem('missing'));
    expect(readdirSync(folder)).toEqual([]);
  });

  it('may be several in the file, one a line', () => {
    const sealed = new SecretBox(secretsKeyIn(folder)).seal(Buffer.from('secret'), 'x');
    const newer = newKey();
    writeFileSync(file(), `${newer}\n${readFileSync(file(), 'utf8')}`);
    const box = new SecretBox(secretsKeyIn(folder));
    expect(box.open(sealed, 'x').toString()).toBe('secret');
    expect(
      boxOf(newer)
        .open(box.seal(Buffer.from('other'), 'x'), 'x')
        .toString(),
    ).toBe('other');
  });

  it.each([
    '',
    'too short',
    `${newKey()},`,
    `${newKey()},short`,
    Buffer.alloc(31).toString('base64'),
    Buffer.alloc(33).toString('base64'),
  ])('is not %j', (text) => {
    writeFileSync(file(), text);
    expect(() => new SecretBox(secretsKeyIn(folder)).seal(Buffer.from('x'), 'x')).toThrow(problem('malformed'));
    expect(() => secretsKeyFrom(text)).toThrow(problem('malformed'));
  });
});
