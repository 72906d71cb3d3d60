import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { instant, duration, type Span } from '../time/index.js';
import {
  decideTeam,
  evolveTeam,
  NO_POLICY,
  type PolicyRules,
  type Team,
  termsFor,
  type TermsRequest,
  unknownTeam,
} from './index.js';

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

/** Without the parts that are absent. */
const named = <T extends object>(parts: T): Partial<T> =>
  Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined)) as Partial<T>;

const PLAIN = { kind: 'repair', levels: {}, isRecovery: false };
const RECOVERY = { ...PLAIN, isRecovery: true };

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

  it('of an earlier version can still be asked for', () => {
    const team = teamWith({ grace: duration(5 * MINUTE) }, {});
    expect(termsFor(team, PLAIN, '1')).toEqual({ policy: '1', tolerance: 0, grace: 5 * MINUTE });
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

  it('is judged with a narrower tolerance', () => expect(termsFor(team, RECOVERY).tolerance).toBe(30 * MINUTE));

  it('narrows it once, however long the chain: a recovery of a recovery starts from the policy again', () => {
    const first = termsFor(team, RECOVERY);
    const second = termsFor(team, RECOVERY);
    expect(second).toEqual(first);
  });

  it('narrows what the promise itself tolerates too, to whole milliseconds', () =>
    expect(termsFor(team, { ...RECOVERY, tolerance: duration(3) }).tolerance).toBe(1));

  it('tolerates the same where the policy has no factor', () =>
    expect(termsFor(teamWith({ tolerance: duration(7) }), RECOVERY).tolerance).toBe(7));
});

describe('an override', () => {
  const answers = (rules: PolicyRules, request: Partial<TermsRequest> = {}): Span | undefined =>
    termsFor(teamWith(rules), { ...PLAIN, ...request }).answerWithin;
  const within = (minutes: number) => ({ answerWithin: duration(minutes * MINUTE) });

  it('is for the promises that meet all its criteria, and for no others', () => {
    const rules = { ...within(60), overrides: [{ segment: 'vip', kind: 'repair', rules: within(10) }] };
    expect(answers(rules, { segment: 'vip' })).toBe(10 * MINUTE);
    expect(answers(rules, { segment: 'vip', kind: 'delivery' })).toBe(60 * MINUTE);
    expect(answers(rules)).toBe(60 * MINUTE);
  });

  it('leaves alone what it does not name', () => {
    const rules = {
      ...within(60),
      followUpAttempts: 3,
      overrides: [{ kind: 'repair', rules: { followUpAttempts: 1 } }],
    };
    expect(termsFor(teamWith(rules), PLAIN)).toMatchObject({ answerWithin: 60 * MINUTE, followUpAttempts: 1 });
  });

  it('by time is for every promise, by another dimension for those that have a level in it', () => {
    expect(answers({ overrides: [{ dimension: 'time', rules: within(5) }] })).toBe(5 * MINUTE);
    const rules = { overrides: [{ dimension: 'price' as const, rules: within(5) }] };
    expect(answers(rules)).toBeUndefined();
    expect(answers(rules, { levels: { price: { desired: 400 } } })).toBe(5 * MINUTE);
  });

  it('that names more is stronger; among equals the one published later', () => {
    const closest = { segment: 'vip', kind: 'repair', rules: within(1) };
    const [first, second] = [
      { segment: 'vip', rules: within(2) },
      { kind: 'repair', rules: within(3) },
    ];
    expect(answers({ overrides: [closest, first, second] }, { segment: 'vip' })).toBe(MINUTE);
    expect(answers({ overrides: [first, second] }, { segment: 'vip' })).toBe(3 * MINUTE);
    expect(answers({ overrides: [second, first] }, { segment: 'vip' })).toBe(2 * MINUTE);
  });

  it('may narrow what a recovery tolerates', () => {
    const rules = { tolerance: duration(60), overrides: [{ kind: 'repair', rules: { recoveryFactor: 0.5 } }] };
    expect(termsFor(teamWith(rules), RECOVERY).tolerance).toBe(30);
    expect(termsFor(teamWith(rules), { ...RECOVERY, kind: 'delivery' }).tolerance).toBe(60);
  });

  it('is resolved once: which one it was is not written on the promise', () =>
    expect(termsFor(teamWith({ overrides: [{ kind: 'repair', rules: within(1) }] }), PLAIN)).toEqual({
      policy: '1',
      tolerance: 0,
      ...within(1),
    }));
});

describe('overrides, many at once', () => {
  const maybe = <T>(...values: T[]) => fc.option(fc.constantFrom(...values), { nil: undefined });
  const length = fc.option(fc.nat(9), { nil: undefined });
  const rules = fc
    .record({ grace: length, tolerance: length, answerWithin: length, pausesStopClock: maybe(true, false) })
    .map(named);
  const criteria = fc
    .record({ segment: maybe('a', 'b'), kind: maybe('x', 'y'), dimension: maybe('time', 'price', 'quality') })
    .map(named)
    .filter((one) => Object.keys(one).length > 0);
  const requests = fc.record({
    segment: maybe('a', 'b', 'c'),
    kind: fc.constantFrom('x', 'y', 'z'),
    levels: fc.constantFrom({}, { price: {} }, { price: {}, quality: { desired: 1 } }),
  });

  /** What a reader of the rules would do: look at each rule by itself, and search for who has the last word. */
  function bySearching(
    policy: PolicyRules,
    request: TermsRequest,
    rule: 'grace' | 'answerWithin' | 'tolerance',
  ): unknown {
    const dimensions = ['time', ...Object.keys(request.levels)];
    for (const named of [3, 2, 1])
      for (const { rules, ...criteria } of [...policy.overrides!].reverse()) {
        if (Object.keys(criteria).length !== named || rules[rule] === undefined) continue;
        const met = Object.entries<string>(criteria).every(([name, value]) =>
          name === 'dimension' ? dimensions.includes(value) : request[name as 'kind'] === value,
        );
        if (met) return rules[rule];
      }
    return policy[rule];
  }

  it('come to what searching for each rule comes to', () =>
    fc.assert(
      fc.property(
        rules,
        fc.uniqueArray(fc.tuple(criteria, rules), { selector: ([one]) => JSON.stringify(one), maxLength: 8 }),
        requests,
        (team, overrides, asked) => {
          const policy = {
            ...team,
            overrides: overrides.map(([one, its]) => ({ ...one, rules: its })),
          } as unknown as PolicyRules;
          const request = { ...asked, isRecovery: false } as TermsRequest;
          const terms = termsFor(teamWith(policy), request);
          for (const rule of ['grace', 'answerWithin'] as const)
            expect([rule, terms[rule]]).toEqual([rule, bySearching(policy, request, rule)]);
          expect(terms.tolerance).toBe(bySearching(policy, request, 'tolerance') ?? 0);
        },
      ),
    ));
});
