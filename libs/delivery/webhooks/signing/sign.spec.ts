import { instant } from '#kept/domain';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createPublicKey, verify } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { type SigningSecret } from '../ports.js';
import { NoLiveKey, signedHeaders } from './sign.js';

const NOW = instant(Date.now());
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const hmac = (secret: Uint8Array, more: Partial<SigningSecret> = {}): SigningSecret => ({
  id: 'a',
  algorithm: 'hmac-sha256',
  secret,
  ...more,
});

/** RFC 8032, 7.1, test 3. */
const SEED = Buffer.from('c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7', 'hex');
const PUBLIC = Buffer.from('fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025', 'hex');
const ed25519: SigningSecret = { id: 'b', algorithm: 'ed25519', secret: SEED };
const publicKey = createPublicKey({
  key: { kty: 'OKP', crv: 'Ed25519', x: PUBLIC.toString('base64url') },
  format: 'jwk',
});

const partsOf = (headers: Record<string, string>): string[] => headers['webhook-signature']!.split(' ');
const contentOf = (headers: Record<string, string>, body: string): Buffer =>
  Buffer.from(`${headers['webhook-id']!}.${headers['webhook-timestamp']!}.${body}`);

describe('the headers of a delivery', () => {
  it('are those of the example of the specification’s own implementations', () => {
    const secret = Buffer.from('MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'base64');
    const message = {
      id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      at: instant(1_614_265_330_000),
      body: '{"test": 2432232314}',
    };
    expect(signedHeaders(message, [hmac(secret)])).toEqual({
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    });
  });

  it('are accepted by the independent verifier, whatever the secret and the body', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 24, maxLength: 64 }),
        fc.json().filter((text) => text !== ''),
        fc.uuid(),
        (secret, body, id) => {
          const headers = signedHeaders({ id, at: NOW, body }, [hmac(secret)]);
          expect(new Webhook(base64(secret)).verify(body, headers)).toEqual(JSON.parse(body));
        },
      ),
    );
  });

  it('carry an Ed25519 signature that the public key of its seed verifies', () => {
    fc.assert(
      fc.property(fc.string(), fc.uuid(), (body, id) => {
        const headers = signedHeaders({ id, at: NOW, body }, [ed25519]);
        const [version, signature] = partsOf(headers)[0]!.split(',');
        expect(version).toBe('v1a');
        expect(verify(null, contentOf(headers, body), publicKey, Buffer.from(signature!, 'base64'))).toBe(true);
        expect(verify(null, contentOf(headers, `${body} `), publicKey, Buffer.from(signature!, 'base64'))).toBe(false);
      }),
      { numRuns: 30 },
    );
  });

  it('carry a signature by every key while they overlap: the receiver may know either', () => {
    const [old, fresh] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
    const keys = [hmac(old, { retiresAt: instant(NOW + 1) }), hmac(fresh), ed25519];
    const headers = signedHeaders({ id: 'e', at: NOW, body: '{}' }, keys);
    expect(partsOf(headers).map((part) => part.split(',')[0])).toEqual(['v1', 'v1', 'v1a']);
    for (const secret of [old, fresh]) expect(new Webhook(base64(secret)).verify('{}', headers)).toEqual({});
  });

  it('carry none by a key that retires at this very moment', () => {
    const [old, fresh] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
    const headers = signedHeaders({ id: 'e', at: NOW, body: '{}' }, [hmac(old, { retiresAt: NOW }), hmac(fresh)]);
    expect(partsOf(headers)).toHaveLength(1);
    expect(() => new Webhook(base64(old)).verify('{}', headers)).toThrow('No matching signature found');
  });

  it('are not made where every key has retired', () => {
    const keys = [hmac(Buffer.alloc(32), { retiresAt: NOW })];
    expect(() => signedHeaders({ id: 'e', at: NOW, body: '{}' }, keys)).toThrow(NoLiveKey);
  });
});
