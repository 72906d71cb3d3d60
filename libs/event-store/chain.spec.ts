import { describe, expect, it } from '@jest/globals';
import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { createHash } from 'node:crypto';

import { canonicalJson } from './canonical.js';
import { canonicalEnvelope, type EventBody, hashOf, instant } from './chain.js';

const data = { promised: { due: 1_700_000_000_000 }, customer: '王小明 "VIP"', amounts: [1e21, 0.1] };
const body: EventBody = {
  id: '0190e6f2-7d1c-7000-8000-000000000001',
  type: 'PromiseMade',
  data: canonicalJson(data),
  schemaVersion: 1,
  occurredAt: 1_700_000_000_000,
  recordedAt: 1_700_000_000_001,
  actorId: 'ann\\"e',
  actorRole: 'agent',
  correlationId: 'c-1',
  causationId: 'c-2',
  commandId: 'c-3',
  commandFingerprint: 'f',
};

describe('the hash chain', () => {
  it('hashes the canonical JSON of the whole event', () => {
    const envelope = {
      type: 'PromiseMade',
      stream: 'commitment-é',
      revision: 4,
      id: body.id,
      data,
      metadata: {
        schemaVersion: 1,
        actor: { id: 'ann\\"e', role: 'agent' },
        occurredAt: '2023-11-14T22:13:20.000Z',
        recordedAt: '2023-11-14T22:13:20.001Z',
        correlationId: 'c-1',
        causationId: 'c-2',
        commandId: 'c-3',
        commandFingerprint: 'f',
        previousHash: 'ab'.repeat(32),
      },
    };
    expect(canonicalEnvelope(body, 'commitment-é', 4, 'ab'.repeat(32))).toBe(canonicalize(envelope));
    expect(hashOf(body, 'commitment-é', 4, 'ab'.repeat(32))).toBe(
      createHash('sha256')
        .update(canonicalize(envelope) ?? '', 'utf8')
        .digest('hex'),
    );
  });

  // Golden: every ledger ever written depends on these bytes. If this fails, the code is wrong, not the test.
  it('gives the hashes it always gave', () => {
    const first = hashOf(body, 'commitment-1', 0, null);
    expect(first).toBe('ac6bc34c2ad4d62321bfb0d4228736a6228b4dcb6adae3de4892d0ae534062c2');
    expect(hashOf(body, 'commitment-1', 1, first)).toBe(
      '83729eb406f42c00b23e8fbcbc6e207f7c8e0b27b856be5ea68a7bbccde0dec1',
    );
  });
});

describe('instants in the text that is hashed', () => {
  const [earliest, latest] = [Date.parse('0001-01-01T00:00:00.000Z'), Date.parse('9999-12-31T23:59:59.999Z')];

  it('read as ISO 8601 has them, in whatever order they come', () => {
    const near = fc.integer({ min: -200_000_000, max: 200_000_000 });
    fc.assert(
      fc.property(fc.array(fc.oneof(near, fc.integer({ min: earliest, max: latest }))), (instants) => {
        expect(instants.map(instant)).toEqual(instants.map((it) => new Date(it).toISOString()));
      }),
    );
  });

  it.each([earliest, -86_400_000, -1, 0, 86_399_999, 86_400_000, latest, latest + 1])(
    'at the edge of a day: %d',
    (it) => expect(instant(it)).toBe(new Date(it).toISOString()),
  );

  it('are refused where they are none, and the one after is right', () => {
    instant(0);
    for (const none of [NaN, Infinity, 8.64e15 + 1]) expect(() => instant(none)).toThrow(RangeError);
    expect(instant(1)).toBe('1970-01-01T00:00:00.001Z');
  });
});
