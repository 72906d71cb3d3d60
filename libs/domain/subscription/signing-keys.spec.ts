import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Instant, instant, Refusal } from '../index.js';
import {
  decideSubscription,
  evolveSubscription,
  type KnownSubscription,
  LIVE_SIGNING_KEYS,
  signs,
  type Subscription,
  type SubscriptionCommand,
} from './index.js';
import * as s from './subscription.fixture.js';

/** The keys that sign at an instant. */
function signingAt(state: Subscription, at: Instant): string[] {
  const { keys } = state as KnownSubscription;
  return [...keys.values()].filter((key) => signs(key, at)).map(({ id }) => id);
}
const add = (key: ReturnType<typeof s.hmac>) => s.say('AddSigningKey', { key });

describe('a signing key', () => {
  it('signs beside its successor for a day, unless somebody says otherwise', () => {
    const { state } = s.after(s.open(), s.rotate(s.A, s.B));
    expect(signingAt(state, instant(s.hour(25) - 1))).toEqual([s.A, s.B]);
    expect(signingAt(state, s.hour(25))).toEqual([s.B]);
    const quick = s.after(s.open(), s.rotate(s.A, s.B, s.HOUR)).state;
    expect(signingAt(quick, s.hour(2))).toEqual([s.B]);
    expect(signingAt(s.after(s.open(), s.rotate(s.A, s.B, 0)).state, s.hour(1))).toEqual([s.B]);
  });

  it('signs beside its successor for a week at most', () => {
    expect(s.adds(s.open(), s.rotate(s.A, s.B, 7 * s.DAY))).toHaveLength(1);
    expect(() => s.adds(s.open(), s.rotate(s.A, s.B, 7 * s.DAY + 1))).toThrow('overlap-too-long');
  });

  it('has a successor of its own kind', () =>
    expect(
      s.adds(
        s.open({ key: s.ed25519(s.A) }),
        s.say('RotateSigningKey', { key: s.A, successor: { id: s.B, sealed: 'v1.b', publicKey: s.PUBLIC_KEY } }),
      ),
    ).toMatchObject([{ data: { successor: s.B, algorithm: 'ed25519', publicKey: s.PUBLIC_KEY } }]));

  it('has one successor: that one is rotated next', () => {
    expect(() => s.adds(s.open(), s.rotate(s.A, s.B), s.rotate(s.A, s.C))).toThrow('signing-key-succeeded');
    expect(() => s.adds(s.open(), s.rotate(s.A, s.B), s.revoke(s.A), s.rotate(s.A, s.C))).toThrow(
      'signing-key-succeeded',
    );
    expect(s.adds(s.open(), s.rotate(s.A, s.B), s.rotate(s.B, s.C))).toHaveLength(1);
  });

  it('is revoked at once, and once, where another stays', () => {
    const { state } = s.after(s.open(), s.rotate(s.A, s.B), s.revoke(s.A));
    expect(signingAt(state, s.hour(2))).toEqual([s.B]);
    expect(s.adds(s.open(), s.rotate(s.A, s.B), s.revoke(s.A), s.revoke(s.A))).toEqual([]);
  });

  it('that is the last to stay is not revoked: its successor has gone, or there never was one', () => {
    expect(() => s.adds(s.open(), s.revoke(s.A))).toThrow('signing-key-last');
    // A is about to retire: it alone would soon be none.
    expect(() => s.adds(s.open(), s.rotate(s.A, s.B), s.revoke(s.B))).toThrow('signing-key-last');
  });

  it('must be known, and new ones new', () => {
    expect(() => s.adds(s.open(), s.revoke(s.B))).toThrow('signing-key-unknown');
    expect(() => s.adds(s.open(), s.rotate(s.B, s.C))).toThrow('signing-key-unknown');
    expect(() => s.adds(s.open(), s.rotate(s.A, s.A))).toThrow('signing-key-exists');
    expect(() => s.adds(s.open(), add(s.hmac(s.A)))).toThrow('signing-key-exists');
  });

  it('is one of a few: those that have retired do not count', () => {
    const four = [s.open(), add(s.ed25519(s.B)), s.rotate(s.A, s.C), add(s.hmac(s.D))];
    expect(() => s.adds(...four, add(s.hmac(s.E)))).toThrow('signing-keys-too-many');
    expect(() => s.adds(...four, s.rotate(s.D, s.E))).toThrow(`${s.A}, ${s.B}, ${s.C}, ${s.D}`);
    expect(s.adds(...four, s.say('AddSigningKey', { key: s.hmac(s.E) }, s.hour(25)))).toHaveLength(1);
  });

  it.each<[string, object]>([
    ['an HMAC has no public half', { ...s.hmac(s.B), publicKey: s.PUBLIC_KEY }],
    ['a pair has one', { ...s.hmac(s.B), algorithm: 'ed25519' }],
    ['its id is eight letters and digits', s.hmac('B')],
    ['its secret is sealed', { ...s.hmac(s.B), sealed: '' }],
    ['its kind is known', { ...s.hmac(s.B), algorithm: 'rsa' }],
  ])('is well made: %s', (_, key) => expect(() => s.adds(s.open(), add(key as never))).toThrow(Refusal));
});

describe('whatever is done to the keys of a subscription', () => {
  const key = fc.constantFrom(s.A, s.B, s.C, s.D, s.E);
  const deed = fc.oneof(
    key.map((id) => (at: Instant) => s.say('AddSigningKey', { key: s.hmac(id) }, at)),
    fc.tuple(key, key, fc.nat(30)).map(
      ([a, b, hours]) =>
        (at: Instant) =>
          s.rotate(a, b, hours * s.HOUR, at),
    ),
    key.map((id) => (at: Instant) => s.revoke(id, at)),
  );

  it('one signs, now and for ever, and never more than a few', () =>
    fc.assert(
      fc.property(fc.array(fc.tuple(deed, fc.nat(12)), { maxLength: 30, size: 'max' }), (deeds) => {
        let state = s.after(s.open()).state;
        let now = 0;
        for (const [what, hours] of deeds) {
          now += hours;
          for (const event of decided(what(s.hour(now)), state))
            state = evolveSubscription(state, {
              ...event,
              ...{ id: 'e', revision: 1, occurredAt: s.hour(now), recordedAt: s.hour(now) },
            });
          expect(signingAt(state, s.hour(now)).length).toBeLessThanOrEqual(LIVE_SIGNING_KEYS);
          for (const later of [0, 1, 24, 10_000]) expect(signingAt(state, s.hour(now + later))).not.toEqual([]);
        }
      }),
    ));

  function decided(command: SubscriptionCommand, state: Subscription) {
    try {
      return decideSubscription(command, state);
    } catch (error) {
      if (error instanceof Refusal) return [];
      throw error;
    }
  }
});
