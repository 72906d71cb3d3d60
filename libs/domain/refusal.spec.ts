import { describe, expect, it } from '@jest/globals';
import {
  checkedScope,
  decideKeyRing,
  decidePrincipals,
  evolveKeyRing,
  type KeyCommand,
  type KeyRing,
  nobody,
  noKeys,
  principalId,
} from './access/index.js';
import { freeText, identifier, integerBetween, numberBetween, oneOf } from './check.js';
import { commitmentFrom, type PromiseMade } from './commitment/index.js';
import { type CustomerCommand, decideCustomer, evolveCustomer, unknownCustomer } from './customer/index.js';
import { Refusal, type RefusalCode } from './refusal.js';
import { checkedFilter, endpointUrl } from './subscription/index.js';
import * as s from './subscription/subscription.fixture.js';
import {
  decideTeam,
  evolveTeam,
  type PolicyRules,
  reappliedTerms,
  type TeamCommand,
  unknownTeam,
} from './team/index.js';
import * as c from './testing/commands.fixture.js';
import { entriesOf, recordAll } from './testing/given.fixture.js';
import {
  after,
  type CalendarEdition,
  checkedEdition,
  duration,
  fromLocal,
  instant,
  type OpenHours,
  parseDuration,
  parseInstant,
  promisedWindow,
  type Span,
  span,
  timeZone,
  UTC,
  workingTime,
} from './time/index.js';

const metadata = { occurredAt: instant(0), recordedAt: instant(0) };
const later = { occurredAt: instant(1), recordedAt: instant(1) };
const promise = c.promised({ due: 'Tue 12:00' });
const done = c.fulfil({ at: 'Tue 11:00' });

/** Records all but the last, then decides the last. */
function commitment(...commands: Parameters<typeof recordAll>[0]): unknown {
  const past = recordAll(commands.slice(0, -1));
  return entriesOf(commands.at(-1)!, commitmentFrom(past), past.length);
}

function customer(...commands: Pick<CustomerCommand, 'type' | 'data'>[]): unknown {
  return commands.reduce(
    (state, command) =>
      decideCustomer({ ...command, metadata } as CustomerCommand, state)
        .map((event) => ({ ...event, ...metadata }))
        .reduce(evolveCustomer, state),
    unknownCustomer,
  );
}

function team(...commands: Pick<TeamCommand, 'type' | 'data'>[]): unknown {
  return commands.reduce(
    (state, command) => decideTeam({ ...command, metadata } as TeamCommand, state).reduce(evolveTeam, state),
    unknownTeam,
  );
}

function keys(...commands: Pick<KeyCommand, 'type' | 'data'>[]): unknown {
  return commands.reduce(
    (ring, command) =>
      decideKeyRing({ ...command, metadata } as KeyCommand, ring).reduce(
        (before, event) => evolveKeyRing(before, { ...event, ...metadata, id: 'e', revision: 0 }),
        ring,
      ),
    noKeys,
  );
}

const issue = (key: string, expiresAt?: number) =>
  ({
    type: 'IssueKey',
    data: {
      ...{ key: `crm.${key.repeat(8)}`, hash: 'ab'.repeat(32), role: 'auditor', teams: 'all', grants: [] },
      ...(expiresAt !== undefined && { expiresAt: instant(expiresAt) }),
    },
  }) as const;
const revoke = { type: 'RevokeKey', data: { key: 'crm.aaaaaaaa' } } as const;
const rotate = {
  type: 'RotateKey',
  data: { key: 'crm.aaaaaaaa', successor: 'crm.bbbbbbbb', hash: 'ab'.repeat(32) },
} as const;

const registerCustomer = { type: 'RegisterCustomer', data: {} } as const;
const forget = { type: 'ForgetCustomer', data: { reason: 'asked' } } as const;
const correct = {
  type: 'CorrectExpectation',
  data: { expectation: 'x', level: {}, clarity: 'explicit', reason: 'r' },
} as const;
const registerTeam = { type: 'RegisterTeam', data: { name: 'T', timeZone: 'UTC' } } as const;
const policy = (rules: PolicyRules) => ({ type: 'PublishPolicy', data: { version: '1', rules } }) as const;
const publish = { type: 'PublishPolicy', data: { version: '1', rules: {} } } as const;

/** Open on Mondays. */
const open = (...mon: OpenHours[]): CalendarEdition => ({
  ...{ timeZone: 'UTC', weekly: { mon }, special: {} },
  ...{ validFrom: '2026-01-01', validTo: '2026-12-31', source: 'test' },
});

const berlin = timeZone('Europe/Berlin');

/** Raised where more is known: the commitment's own id, the log, and which addresses are public. */
type RaisedElsewhere = 'recovery-of-itself' | 'url-not-public' | 'event-not-there' | 'position-beyond-log';

/** What provokes each refusal. The compiler says which code has none. */
const PROVOKED: Record<Exclude<RefusalCode, RaisedElsewhere>, () => unknown> = {
  'value-missing': () => identifier(undefined as unknown as string, 'team'),
  'value-not-in-list': () => oneOf('shouted', ['said'], 'how'),
  'text-empty': () => identifier(' ', 'team'),
  'text-too-long': () => freeText('x'.repeat(10_001), 'note'),
  'text-malformed': () => identifier('a\nb', 'team'),
  'number-out-of-range': () => numberBetween(NaN, 0, 1, 'share'),
  'instant-out-of-range': () => instant(Infinity),
  'instant-malformed': () => parseInstant('tomorrow'),
  'duration-malformed': () => parseDuration('soon'),
  'duration-out-of-range': () => duration(-1),
  'time-zone-unknown': () => timeZone('Mars/Olympus'),
  'local-time-does-not-exist': () => fromLocal({ year: 2024, month: 3, day: 31, hour: 2 }, berlin),
  'local-time-exists-twice': () => fromLocal({ year: 2024, month: 10, day: 27, hour: 2 }, berlin),
  'window-ends-before-it-starts': () => promisedWindow({ from: instant(1), due: instant(0), timeZone: UTC }, 'plan'),
  'span-unclear': () => span({} as Span),
  'hours-overlap': () => checkedEdition(open({ opens: '09:00', closes: '12:00' }, { opens: '11:00', closes: '18:00' })),
  'hours-empty': () => checkedEdition(open({ opens: '09:00', closes: '09:00' })),
  'special-day-without-hours': () => checkedEdition({ ...open(), specialDays: { '2026-10-01': { name: '国庆节' } } }),
  'calendar-never-open': () => workingTime(open()).next(instant(0)),
  'calendar-missing': () => after(instant(0), { businessDays: 1 }),
  'commitment-exists': () => commitment(promise, promise),
  'commitment-unknown': () => commitment(done),
  'commitment-voided': () => commitment(promise, c.voidEntry(1), done),
  'commitment-settled': () => commitment(promise, done, c.withdraw({ at: 'Tue 12:00' })),
  'occurs-after-it-is-recorded': () => commitment(promise, c.recorded('Mon 09:00', done)),
  'occurs-before-the-promise': () => commitment(promise, c.tell({ at: 'Mon 07:59' })),
  'occurs-after-the-settlement': () => commitment(promise, done, c.pause({ at: 'Tue 12:00' })),
  'fulfilment-interval-empty': () => commitment(promise, c.fulfil({ at: 'Tue 11:00', between: 'Tue 11:00' })),
  'fulfilment-interval-ends-elsewhere': () =>
    commitment(promise, c.fulfil({ at: 'Tue 11:00', interval: { notBefore: instant(0), notAfter: instant(1) } })),
  'unreached-call-has-no-answer': () =>
    commitment(promise, done, c.call({ at: 'Wed 09:00', reached: false, satisfaction: 3 })),
  'unreached-notification-has-no-answer': () => commitment(promise, c.tell({ reached: false, answer: 'accepted' })),
  'complaint-exists': () => commitment(promise, c.complain({}), c.complain({})),
  'complaint-unknown': () => commitment(promise, c.answer({})),
  'complaint-already-answered': () => commitment(promise, c.complain({}), c.answer({}), c.answer({})),
  'clock-already-paused': () => commitment(promise, c.pause({}), c.pause({})),
  'clock-not-paused': () => commitment(promise, c.resume({})),
  'entry-unknown': () => commitment(promise, c.voidEntry(5)),
  'entry-cannot-be-voided': () => commitment(promise, c.tell({}), c.voidEntry(2), c.voidEntry(3)),
  'customer-exists': () => customer(registerCustomer, registerCustomer),
  'customer-unknown': () => customer(forget),
  'customer-forgotten': () => customer(registerCustomer, forget, registerCustomer),
  'expectation-unknown': () => customer(registerCustomer, correct),
  'team-exists': () => team(registerTeam, registerTeam),
  'team-unknown': () => team(publish),
  'policy-unknown': () =>
    reappliedTerms(unknownTeam, c.promised({ due: 'Tue 12:00' }).data as PromiseMade['data'], '1'),
  'override-without-criteria': () => team(registerTeam, policy({ overrides: [{ rules: {} }] })),
  'override-repeated': () =>
    team(
      registerTeam,
      policy({
        overrides: [
          { kind: 'repair', rules: {} },
          { kind: 'repair', rules: {} },
        ],
      }),
    ),
  'version-exists': () => team(registerTeam, publish, publish),
  'principal-malformed': () => principalId('CRM'),
  'principal-reserved': () =>
    decidePrincipals({ type: 'NamePrincipal', data: { principal: 'oidc.crm' }, metadata }, nobody),
  'teams-must-be-named': () => checkedScope({ role: 'agent', teams: [], grants: [] }),
  'teams-not-for-role': () => checkedScope({ role: 'admin', teams: ['north'], grants: [] }),
  'grant-not-for-role': () => checkedScope({ role: 'auditor', teams: 'all', grants: ['log-commitments'] }),
  'key-exists': () => keys(issue('a'), issue('a')),
  'key-unknown': () => keys(revoke),
  'key-revoked': () => keys(issue('a'), revoke, rotate),
  'key-expired': () => decideKeyRing({ ...rotate, metadata: later }, keys(issue('a', 1)) as KeyRing),
  'key-expires-before-it-begins': () => keys(issue('a', 0)),
  'keys-too-many': () => keys(issue('a'), issue('b'), issue('c')),
  'subscription-exists': () => s.after(s.open(), s.open()),
  'subscription-unknown': () => s.after(s.pause),
  'subscription-ended': () => s.after(s.open(), s.end, s.pause),
  'subscription-disabled': () => s.after(s.open(), s.disable, s.pause),
  'event-type-unknown': () => checkedFilter({ types: ['BreachDeclard'] }, 'all'),
  'list-empty': () => checkedFilter({ types: [] }, 'all'),
  'list-too-long': () => checkedFilter({ customers: Array.from({ length: 101 }, String) }, 'all'),
  'team-not-covered': () => checkedFilter({ teams: ['south'] }, ['north']),
  'url-malformed': () => endpointUrl('https://crm.example.com/a b'),
  'url-unreadable': () => endpointUrl('https://crm.example.com:99999/'),
  'url-not-http': () => endpointUrl('ftp://crm.example.com/'),
  'url-with-credentials': () => endpointUrl('https://me@crm.example.com/'),
  'url-with-fragment': () => endpointUrl('https://crm.example.com/#'),
  'signing-key-exists': () => s.after(s.open(), s.rotate(s.A, s.A)),
  'signing-key-unknown': () => s.after(s.open(), s.revoke(s.B)),
  'signing-key-succeeded': () => s.after(s.open(), s.rotate(s.A, s.B), s.rotate(s.A, s.C)),
  'signing-key-last': () => s.after(s.open(), s.revoke(s.A)),
  'signing-keys-too-many': () =>
    s.after(s.open(), ...[s.B, s.C, s.D, s.E].map((id) => s.say('AddSigningKey', { key: s.hmac(id) }))),
  'overlap-too-long': () => s.after(s.open(), s.rotate(s.A, s.B, 8 * s.DAY)),
};

describe('every refusal is a value with a code', () => {
  it.each(Object.entries(PROVOKED))('%s', (code, provoke) => {
    expect(provoke).toThrow(Refusal);
    expect(provoke).toThrow(expect.objectContaining({ code }));
  });
});

describe('a name', () => {
  it.each(['huadong-jidian', '华东机电', 'O’Neill & Sons', '__proto__', 'constructor', '😀', 'x'.repeat(200)])(
    '%j will do',
    (name) => expect(identifier(name, 'customer')).toBe(name),
  );

  it.each<[name: string, RefusalCode]>([
    ['', 'text-empty'],
    ['\u3000', 'text-empty'],
    [' a', 'text-malformed'],
    ['a\u00a0', 'text-malformed'],
    ['a\tb', 'text-malformed'],
    ['a\u0000', 'text-malformed'],
    ['a\u0085b', 'text-malformed'],
    ['\ud83d', 'text-malformed'],
    ['x'.repeat(201), 'text-too-long'],
  ])('%j is refused: %s', (name, code) =>
    expect(() => identifier(name, 'customer')).toThrow(
      expect.objectContaining({ code, parameters: expect.objectContaining({ field: 'customer' }) }),
    ),
  );
});

describe('a number', () => {
  it('may be either bound', () => {
    expect(numberBetween(0, 0, 1, 'share')).toBe(0);
    expect(numberBetween(1, 0, 1, 'share')).toBe(1);
    expect(integerBetween(5, 1, 5, 'satisfaction')).toBe(5);
  });

  it('has one zero', () => expect(numberBetween(-0, 0, 1, 'share')).toBe(0));

  it.each([-0.001, 1.001, NaN, Infinity, '1' as unknown as number])('%p is not between 0 and 1', (value) =>
    expect(() => numberBetween(value, 0, 1, 'share')).toThrow('number-out-of-range'),
  );
});
