import { describe, expect, it } from '@jest/globals';
import { type Moment } from '../entry.js';
import { type CalendarEdition, type Duration, duration, instant } from '../time/index.js';
import {
  decideTeam,
  evolveTeam,
  type PolicyOverride,
  type PolicyRules,
  type Team,
  type TeamCommand,
  unknownTeam,
} from './index.js';

const now: Moment = { occurredAt: instant(1_000), recordedAt: instant(2_000) };

const register: TeamCommand = {
  type: 'RegisterTeam',
  data: { name: '现场服务', timeZone: 'Asia/Shanghai' },
  metadata: now,
};
const policy = (version: string, rules: PolicyRules = {}): TeamCommand => ({
  type: 'PublishPolicy',
  data: { version, rules },
  metadata: now,
});
const EDITION: CalendarEdition = {
  timeZone: 'Asia/Shanghai',
  weekly: { mon: [{ opens: '09:00', closes: '18:00' }], sat: [{ opens: '20:00', closes: '24:00' }] },
  special: { '2024-02-10': [] },
  validFrom: '2024-01-01',
  validTo: '2024-12-31',
  source: 'State Council',
};
const calendar = (edition: Partial<CalendarEdition> = {}, version = '2024'): TeamCommand => ({
  type: 'PublishCalendar',
  data: { version, edition: { ...EDITION, ...edition } },
  metadata: now,
});
const capacity = (commitments: number, per = 86_400_000): TeamCommand => ({
  type: 'DeclareCapacity',
  data: { commitments, per: per as Duration },
  metadata: now,
});

function after(...commands: TeamCommand[]): Team {
  let team = unknownTeam;
  for (const command of commands) team = decideTeam(command, team).reduce(evolveTeam, team);
  return team;
}

describe('a team', () => {
  it('is registered once', () => {
    expect(after(register)).toMatchObject({ status: 'registered', name: '现场服务', timeZone: 'Asia/Shanghai' });
    expect(() => after(register, register)).toThrow('team-exists');
  });

  it.each([policy('1'), calendar(), capacity(10)])('must be known: $type', (command) =>
    expect(() => after(command)).toThrow('team-unknown'),
  );

  it('is bound by the policy and the calendar it published last', () =>
    expect(after(register, policy('1'), policy('2'), calendar({}, '2024'), calendar({}, '2024b'))).toMatchObject({
      policy: '2',
      calendar: '2024b',
    }));

  it('publishes a version once: what was promised under it reads the same for ever', () => {
    expect(() => after(register, policy('1'), policy('1'))).toThrow('version-exists');
    expect(() => after(register, calendar(), calendar())).toThrow('version-exists');
  });

  it('may give a policy and a calendar the same version', () =>
    expect(after(register, policy('2024'), calendar({}, '2024'))).toMatchObject({ policy: '2024', calendar: '2024' }));

  it.each<[PolicyRules, code: string, field: string]>([
    [{ grace: -1 as Duration }, 'duration-out-of-range', 'rules.grace'],
    [{ tellWithin: 0.5 as Duration }, 'duration-out-of-range', 'rules.tellWithin'],
    [{ tolerance: NaN as Duration }, 'duration-out-of-range', 'rules.tolerance'],
    [{ followUpAttempts: 0 }, 'number-out-of-range', 'rules.followUpAttempts'],
    [{ recoveryFactor: 1.01 }, 'number-out-of-range', 'rules.recoveryFactor'],
    [{ recoveryFactor: -0.01 }, 'number-out-of-range', 'rules.recoveryFactor'],
    [{ overrides: [{ rules: {} }] }, 'override-without-criteria', 'rules.overrides.0'],
    [{ overrides: [{ kind: '', rules: {} }] }, 'text-empty', 'rules.overrides.0.kind'],
    [{ overrides: [{ dimension: 'taste' as 'time', rules: {} }] }, 'value-not-in-list', 'rules.overrides.0.dimension'],
    [{ overrides: [{ kind: 'a', rules: { grace: -1 as Duration } }] }, 'duration-out', 'rules.overrides.0.rules.grace'],
    [
      { overrides: Array<PolicyOverride>(201).fill({ kind: 'a', rules: {} }) },
      'number-out-of-range',
      'rules.overrides',
    ],
  ])('does not publish %j', (rules, code, field) => {
    expect(() => after(register, policy('1', rules))).toThrow(code);
    expect(() => after(register, policy('1', rules))).toThrow(field);
  });

  it('says once what is for the same promises, in whatever order the criteria are named', () => {
    const overrides = (...one: PolicyOverride[]) => after(register, policy('1', { overrides: one }));
    const [vip, repairs] = [
      { segment: 'vip', rules: {} },
      { kind: 'repair', rules: {} },
    ];
    const both = { segment: 'vip', kind: 'repair', rules: {} };
    expect(overrides(vip, repairs, both)).toMatchObject({ policy: '1' });
    expect(() => overrides(both, vip, { kind: 'repair', segment: 'vip', rules: { followUpAttempts: 2 } })).toThrow(
      'override-repeated {"field":"rules.overrides.2"}',
    );
  });

  it.each<[PolicyRules, field: string]>([
    [{ grace: { businessTime: duration(60_000) } }, 'rules.grace'],
    [{ answerWithin: { businessDays: 0 } }, 'rules.answerWithin'],
    [{ overrides: [{ kind: 'a', rules: { warnBefore: { businessDays: 2 } } }] }, 'rules.overrides.0.rules.warnBefore'],
  ])('counts business time only once it has said when it works: %j', (rules, field) => {
    expect(() => after(register, policy('1', rules))).toThrow(`calendar-missing {"field":"${field}"}`);
    expect(after(register, calendar(), policy('1', rules))).toMatchObject({ policy: '1' });
  });

  it('declares how much it can take on', () => {
    expect(after(register, capacity(0))).toMatchObject({ status: 'registered' });
    expect(() => after(register, capacity(-1))).toThrow('number-out-of-range');
    expect(() => after(register, capacity(1.5))).toThrow('number-out-of-range');
    expect(() => after(register, capacity(1, -1))).toThrow('duration-out-of-range');
  });

  it('takes nothing that occurs after it is recorded', () => {
    const early = { ...register, metadata: { occurredAt: instant(2_001), recordedAt: instant(2_000) } };
    expect(() => after(early)).toThrow('occurs-after-it-is-recorded');
  });
});

describe('a calendar', () => {
  it('is kept as it was published', () => {
    const team = after(register, calendar());
    expect(team.status === 'registered' && team.calendars.get('2024')).toEqual(EDITION);
  });

  it.each<[Partial<CalendarEdition>, code: string]>([
    [{ timeZone: '+08:00' }, 'time-zone-unknown'],
    [{ weekly: { tue: [{ opens: '9:00', closes: '18:00' }] } }, 'weekly.tue.opens'],
    [{ weekly: { tue: [{ opens: '09:00', closes: '25:00' }] } }, 'weekly.tue.closes'],
    [{ weekly: { tue: [{ opens: '24:00', closes: '09:00' }] } }, 'weekly.tue.opens'],
    [{ special: { '2024-2-10': [] } }, 'text-malformed'],
    [{ special: { '2024-02-30': [] } }, 'text-malformed'],
    [{ special: { '2024-02-10': [{ opens: '09:00', closes: '09:60' }] } }, 'special.2024-02-10.closes'],
    [{ validFrom: '2024-13-01' }, 'validFrom'],
    [{ validFrom: '2023-02-29' }, 'validFrom'],
    [{ validFrom: '2025-01-01' }, 'window-ends-before-it-starts'],
    [{ source: '' }, 'text-empty'],
  ])('%j is refused', (edition, problem) => expect(() => after(register, calendar(edition))).toThrow(problem));

  it('knows leap days', () =>
    expect(after(register, calendar({ special: { '2024-02-29': [] } }))).toMatchObject({ calendar: '2024' }));

  it('declares its capacity for a day', () =>
    expect(decideTeam(capacity(12), after(register))).toEqual([
      { type: 'CapacityDeclared', data: { commitments: 12, per: duration(86_400_000) } },
    ]));
});
