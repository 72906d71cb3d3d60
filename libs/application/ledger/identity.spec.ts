import { parseInstant, Refusal } from '#kept/domain';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { v5 } from 'uuid';
import { fingerprintOf, namedUuid } from './identity.js';

const NAMESPACE = '6f1d0c1a-d1c5-4f1c-9a8a-3b1f0a6e2d47';

describe('name-based identifiers', () => {
  it('are those of RFC 9562, version 5', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (name) => namedUuid(name) === v5(name, NAMESPACE)));
  });
});

describe('a command’s fingerprint', () => {
  const metadata = {
    occurredAt: parseInstant('2026-03-02T08:00:00Z'),
    recordedAt: parseInstant('2026-03-02T09:00:00Z'),
  };
  const command = { type: 'Withdraw', data: { by: 'provider', reason: 'no parts' }, metadata };

  it('does not depend on when it is recorded, nor on the order of its fields', () => {
    const later = { ...metadata, recordedAt: parseInstant('2026-03-03T09:00:00Z') };
    const same = { type: 'Withdraw', data: { reason: 'no parts', by: 'provider' }, metadata: later };
    expect(fingerprintOf(same)).toBe(fingerprintOf(command));
  });

  it('depends on everything else', () => {
    const others = [
      { ...command, type: 'Fulfil' },
      { ...command, data: { ...command.data, reason: 'no part' } },
      { ...command, metadata: { ...metadata, occurredAt: parseInstant('2026-03-02T08:00:00.001Z') } },
    ];
    for (const other of others) expect(fingerprintOf(other)).not.toBe(fingerprintOf(command));
  });

  it('refuses what has no canonical form', () => {
    for (const junk of [NaN, Infinity, '\ud800'])
      expect(() => fingerprintOf({ ...command, data: { junk } })).toThrow(Refusal);
  });
});
