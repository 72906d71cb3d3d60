import { describe, expect, it } from '@jest/globals';
import { instant, duration } from '../time/index.js';
import { decideTeam, evolveTeam, NO_POLICY, type PolicyRules, type Team, termsFor, unknownTeam } from './index.js';

const MINUTE = 60_000;
const metadata = { occurredAt: instant(0), recordedAt: instant(0) };

/** A team with these policies, published in order as 1, 2, … */
function teamWith(...policies: PolicyRules[]): Team {
  let team = decideTeam(
    { type: 'RegisterTeam', data: { name: 'Field service', timeZone: 'UTC' }, metadata },
    unknownTeam,
  ).reduce(evolveTeam, unknownTeam);
  policies.forEach((rules, index) => {
    const command = { type: 'PublishPolicy', data: { version: String(index + 1), rules }, metadata } as const;
    team = decideTeam(command, team).reduce(evolveTeam, team);
  });
  return team;
}

const PLAIN = { isRecovery: false };

describe('the terms of a promise', () => {
  it('ask for nothing where the team published nothing, or is not known', () => {
    const nothing = { policy: NO_POLICY, tolerance: 0 };
    expect(termsFor(teamWith(), PLAIN)).toEqual(nothing);
    expect(termsFor(unknownTeam, PLAIN)).toEqual(nothing);
  });

  it('are the policy in force, resolved', () =>
    expect(
      termsFor(
        teamWith(
          { grace: duration(5 * MINUTE) },
          { grace: duration(15 * MINUTE), followUpAttempts: 2, recoveryFactor: 0.5 },
        ),
        PLAIN,
      ),
    ).toEqual({ policy: '2', tolerance: 0, grace: 15 * MINUTE, followUpAttempts: 2 }));

  it('tolerate what the policy does, unless the promise says otherwise itself', () => {
    const team = teamWith({ tolerance: duration(60 * MINUTE) });
    expect(termsFor(team, PLAIN).tolerance).toBe(60 * MINUTE);
    expect(termsFor(team, { ...PLAIN, tolerance: duration(0) }).tolerance).toBe(0);
    expect(termsFor(team, { ...PLAIN, tolerance: duration(90 * MINUTE) }).tolerance).toBe(90 * MINUTE);
  });

  it('pin the calendar in force', () => {
    const edition = {
      timeZone: 'UTC',
      weekly: {},
      special: {},
      validFrom: '2024-01-01',
      validTo: '2024-12-31',
      source: 'us',
    };
    const team = teamWith({});
    const command = { type: 'PublishCalendar', data: { version: '2024', edition }, metadata } as const;
    expect(termsFor(decideTeam(command, team).reduce(evolveTeam, team), PLAIN).calendar).toBe('2024');
  });
});

describe('a recovery', () => {
  const team = teamWith({ tolerance: duration(60 * MINUTE), recoveryFactor: 0.5 });

  it('is judged with a narrower tolerance', () =>
    expect(termsFor(team, { isRecovery: true }).tolerance).toBe(30 * MINUTE));

  it('narrows it once, however long the chain: a recovery of a recovery starts from the policy again', () => {
    const first = termsFor(team, { isRecovery: true });
    const second = termsFor(team, { isRecovery: true });
    expect(second).toEqual(first);
  });

  it('narrows what the promise itself tolerates too, to whole milliseconds', () =>
    expect(termsFor(team, { isRecovery: true, tolerance: duration(3) }).tolerance).toBe(1));

  it('tolerates the same where the policy has no factor', () =>
    expect(termsFor(teamWith({ tolerance: duration(7) }), { isRecovery: true }).tolerance).toBe(7));
});
