import { describe, expect, it } from '@jest/globals';
import { type PromiseMade } from '../commitment/index.js';
import { promised } from '../testing/commands.fixture.js';
import { duration, instant, timeZone } from '../time/index.js';
import { decideTeam, evolveTeam, reappliedTerms, type Team, type TeamCommand, termsFor, unknownTeam } from './index.js';

const metadata = { occurredAt: instant(0), recordedAt: instant(0) };
const EDITION = {
  ...{ timeZone: 'UTC', weekly: {}, special: {}, validFrom: '2024-01-01', validTo: '2024-12-31', source: 'us' },
};

function after(...commands: Pick<TeamCommand, 'type' | 'data'>[]): Team {
  return commands.reduce(
    (team, command) => decideTeam({ ...command, metadata } as TeamCommand, team).reduce(evolveTeam, team),
    unknownTeam,
  );
}

const team = after(
  { type: 'RegisterTeam', data: { name: 'North', timeZone: timeZone('UTC') } },
  { type: 'PublishPolicy', data: { version: '1', rules: { tolerance: duration(60), recoveryFactor: 0.5 } } },
  { type: 'PublishCalendar', data: { version: 'a', edition: EDITION } },
  { type: 'PublishCalendar', data: { version: 'b', edition: EDITION } },
  {
    type: 'PublishPolicy',
    data: {
      version: '2',
      rules: { tolerance: duration(30), overrides: [{ segment: 'vip', rules: { tolerance: duration(10) } }] },
    },
  },
);

const REQUEST = { kind: 'repair', levels: {}, isRecovery: false };
/** A promise made under the first version. */
const promise = (more: Partial<PromiseMade['data']> = {}): PromiseMade['data'] => ({
  ...(promised({ due: 'Tue 12:00' }).data as PromiseMade['data']),
  terms: { ...termsFor(team, REQUEST, '1'), calendar: 'a' },
  ...more,
});

describe('the terms of a promise under another version', () => {
  it('are those that a promise like it would have', () => {
    expect(reappliedTerms(team, promise(), '2')).toEqual({ policy: '2', calendar: 'a', tolerance: 30 });
    expect(reappliedTerms(team, promise({ segment: 'vip' }), '2')).toMatchObject({ tolerance: 10 });
  });

  it('keep the calendar it is bound by, or have the one in force where it had none', () => {
    const { calendar: _, ...terms } = promise().terms;
    expect(reappliedTerms(team, promise({ terms }), '2').calendar).toBe('b');
  });

  it('keep a tolerance that was the promise’s own, narrowed or not', () => {
    const own = (tolerance: number, more: Partial<PromiseMade['data']> = {}) =>
      reappliedTerms(team, promise({ terms: { ...promise().terms, tolerance: duration(tolerance) }, ...more }), '2')
        .tolerance;
    expect(own(90)).toBe(90);
    expect(own(0)).toBe(0);
    // As the first version has it: nobody had said otherwise.
    expect(own(60)).toBe(30);
    // Of a recovery the first version makes thirty.
    expect(own(30, { recoveryOf: 'k-1' })).toBe(30);
    expect(own(60, { recoveryOf: 'k-1' })).toBe(60);
  });

  it('keep what an import had said was tolerated, before there was a policy', () => {
    const terms = { policy: 'none', tolerance: duration(5) };
    expect(reappliedTerms(team, promise({ terms }), '2').tolerance).toBe(5);
    expect(reappliedTerms(team, promise({ terms: { ...terms, tolerance: duration(0) } }), '2').tolerance).toBe(30);
  });

  it('are not known of a version that nobody published', () => {
    expect(() => reappliedTerms(team, promise(), '3')).toThrow('policy-unknown');
    expect(() => reappliedTerms(unknownTeam, promise(), '1')).toThrow('policy-unknown');
  });
});
