import { describe, expect, it } from '@jest/globals';
import {
  type AccessEvent,
  commitmentFrom,
  type CommitmentCommand,
  type CommitmentEntry,
  type CustomerCommand,
  type CustomerEvent,
  decide,
  decideCustomer,
  decideKeyRing,
  decidePrincipals,
  decideSubscription,
  decideSubscriptions,
  decideTeam,
  evolveCustomer,
  evolveKeyRing,
  evolveSubscription,
  type KeyCommand,
  type KeyRing,
  type Moment,
  type NamePrincipal,
  type NameSubscription,
  nobody,
  noKeys,
  noSubscriptions,
  evolveTeam,
  Refusal,
  type Subscription,
  type SubscriptionCommand,
  type SubscriptionEvent,
  type SubscriptionNamed,
  unopened,
  type TeamCommand,
  type TeamEvent,
  unknownCustomer,
  unknownTeam,
} from '#kept/domain';
import { type JsonObject } from '#kept/event-store';
import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import {
  accessCodec,
  commitmentCodec,
  customerCodec,
  type EventCodec,
  subscriptionCodec,
  teamCodec,
  UnreadableEvent,
  type WrittenEvent,
} from './index.js';
import { UPCASTERS } from './upcasters.js';

const CODECS = [commitmentCodec, customerCodec, teamCodec, subscriptionCodec, accessCodec];
const TYPES = CODECS.flatMap(({ types }): readonly string[] => types);
const STORED = { id: 'e-1', revision: 0n, occurredAt: 1_000, recordedAt: 2_000 };

function codecOf(type: string): EventCodec<{ type: string; data: object }, { type: string; data: object }> {
  const codec = CODECS.find(({ types }) => (types as readonly string[]).includes(type));
  return codec as EventCodec<{ type: string; data: object }, { type: string; data: object }>;
}

function decoded(written: WrittenEvent): { type: string; data: object } {
  return codecOf(written.type).decode({ ...STORED, ...written })!;
}

/**
 * Events are for ever: one fixture for every type and version ever written, `PromiseMade.v1.json`, and others for parts
 * that came later without making a new version of it, `PromiseMade.v1.business-time.json`. A fixture is never edited; a
 * new version gets a new one.
 */
describe('golden events', () => {
  const folder = new URL('./golden/', import.meta.url);
  const fixtures = readdirSync(folder).sort();
  const plain = fixtures.filter((name) => /^\w+\.v\d+\.json$/.test(name));
  const versions = TYPES.flatMap((type) =>
    Array.from({ length: (UPCASTERS[type]?.length ?? 0) + 1 }, (_, older) => `${type}.v${older + 1}.json`),
  );

  it('are there for every type and version, and for nothing else', () => {
    expect(plain).toEqual(versions.sort());
    for (const name of fixtures) expect(versions).toContain(name.replace(/(\.v\d+)\.[\w-]+\.json$/, '$1.json'));
  });

  it.each(fixtures)('%s is read, and written again as the current version', (name) => {
    const bytes = readFileSync(new URL(name, folder), 'utf8');
    const [type, version] = name.split('.') as [string, string];
    const schemaVersion = Number(version.slice(1));
    const data = JSON.parse(bytes) as JsonObject;
    const written = codecOf(type).encode(decoded({ type, schemaVersion, data }));
    const current = (UPCASTERS[type]?.length ?? 0) + 1;
    expect(written.schemaVersion).toBe(current);
    // An older version is read as the current one is; only the current one is written, and byte by byte.
    const golden = plain.includes(name) ? readFileSync(new URL(`${type}.v${current}.json`, folder), 'utf8') : bytes;
    expect(JSON.stringify(written.data)).toBe(JSON.stringify(JSON.parse(golden)));
  });
});

describe('an event that cannot be read', () => {
  const promise = { type: 'ClockPaused', schemaVersion: 1, data: { reason: 'waiting' } };

  it('of an unknown type is nobody’s', () =>
    expect(commitmentCodec.decode({ ...STORED, ...promise, type: 'WeatherChanged' })).toBeUndefined());

  it('of a newer version says to upgrade', () =>
    expect(() => decoded({ ...promise, schemaVersion: 2 })).toThrow('newer version of the program'));

  it('holds a field that its type does not have', () =>
    expect(() => decoded({ ...promise, data: { reason: 'waiting', stranger: true } })).toThrow(UnreadableEvent));

  it('names the field that is wrong', () =>
    expect(() => decoded({ ...promise, data: { reason: '' } })).toThrow(/ClockPaused v1 cannot be read: reason/));
});

/** Values that break programs, of the right type: what is wrong about them only a decider can see. */
const junkNumbers = fc.oneof(fc.constantFrom(NaN, Infinity, -Infinity, -0, 0.5, 2 ** 53, 1e21, 5e-324), fc.double());
const junkTexts = fc.oneof(
  fc.constantFrom('__proto__', 'constructor', '', ' ', '\u0000', '\ud800', 'a\udc00', '\u2028', 'x'.repeat(20_000)),
  fc.string({ unit: 'binary', maxLength: 5 }),
);
const junkInstants = fc.oneof(
  fc.constantFrom(-62_167_219_200_000, -62_135_596_800_000, 253_402_300_799_999, 253_402_300_800_000),
  junkNumbers,
);

/** Sound mostly: if everything were junk, nothing would be accepted. */
function mostly<T>(sound: fc.Arbitrary<T>, junk: fc.Arbitrary<T>): fc.Arbitrary<T> {
  return fc.oneof({ weight: 60, arbitrary: sound }, { weight: 1, arbitrary: junk });
}
const word = (...words: string[]) => mostly(fc.constantFrom(...words), junkTexts);
const name = word('n1', 'n2', '华东机电', '__proto__');
const at = mostly(fc.integer({ min: 0, max: 100 }), junkInstants);
const span = mostly(fc.nat(10_000), junkNumbers);
const amount = mostly(fc.integer({ min: 1, max: 5 }), junkNumbers);
const zone = word('UTC', 'asia/shanghai', 'Asia/Calcutta', 'EST5EDT');
const flag = fc.boolean();

/** An object with these fields; those whose names begin with `?` may be missing. */
function object(fields: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<Record<string, unknown>> {
  const named = Object.entries(fields).map(([key, arbitrary]) => [key.replace('?', ''), arbitrary] as const);
  const requiredKeys = Object.keys(fields).filter((key) => !key.startsWith('?'));
  return fc.record(Object.fromEntries(named), { requiredKeys, noNullPrototype: true });
}

const window = object({ '?from': fc.constant(0), due: at, timeZone: zone });
const level = object({ '?desired': amount, '?adequate': amount });
const note = object({ note: junkTexts });
const party = word('provider', 'customer');
const length = fc.oneof(
  { weight: 8, arbitrary: span },
  { weight: 1, arbitrary: object({ businessTime: span }) },
  { weight: 1, arbitrary: object({ businessDays: mostly(fc.nat(10), junkNumbers) }) },
);
const rules = {
  ...{ '?grace': length, '?warnBefore': length, '?advanceNoticeLead': length, '?tellWithin': length },
  ...{ '?minimumNotice': length, '?followUpWithin': length, '?followUpAttempts': amount, '?answerWithin': length },
  '?pausesStopClock': flag,
};
const teamRules = { '?tolerance': span, '?recoveryFactor': fc.constantFrom(-0, 0.1, NaN), ...rules };
const terms = object({ policy: name, '?calendar': name, tolerance: span, ...rules });
const hours = fc.array(object({ opens: word('09:00', '23:59'), closes: word('24:00', '18:00') }), { maxLength: 2 });

const commands = (
  data: Record<string, fc.Arbitrary<unknown>>,
  occurredAt = at,
): fc.Arbitrary<{ type: string; data: unknown; metadata: unknown }> =>
  fc.oneof(
    ...Object.entries(data).map(([type, arbitrary]) =>
      fc.record({
        type: fc.constant(type),
        data: arbitrary,
        metadata: object({ occurredAt, recordedAt: mostly(fc.constant(200), junkInstants) }),
      }),
    ),
  );

const promises = commands(
  {
    MakePromise: object({
      ...{ customer: name, '?segment': name, team: name, owner: name, kind: name, promised: window, '?plan': window },
      ...{ '?requested': window, levels: object({ '?quality': level, '?price': level, '?communication': level }) },
      ...{ clarity: word('explicit', 'fuzzy'), source: word('company', 'media'), contactMode: word('face-to-face') },
      ...{ terms, '?recoveryOf': name, '?personal': object({ what: junkTexts }) },
    }),
  },
  mostly(fc.constant(0), junkInstants),
);
const happenings = commands({
  Notify: object({
    ...{ purpose: word('apology', 'reschedule'), channel: name, reached: flag, '?conveyed': window },
    ...{ answer: word('accepted', 'none'), '?personal': note },
  }),
  Reschedule: object({ to: window, reason: name, initiator: party, '?displacedBy': name, '?personal': note }),
  Fulfil: object({
    ...{
      '?interval': object({ notBefore: at, notAfter: at }),
      leftUndone: flag,
      evidence: fc.array(name, { maxLength: 2 }),
    },
    ...{ levels: object({ '?quality': amount, '?price': amount, '?communication': amount }), '?personal': note },
  }),
  Withdraw: object({ by: party, reason: name, '?personal': note }),
  RecordFollowUpCall: object({ reached: flag, '?problemPersists': flag, '?satisfaction': amount, '?personal': note }),
  RaiseComplaint: object({ complaint: word('c-1'), need: word('safety', 'respect'), '?personal': note }),
  AnswerComplaint: object({ complaint: word('c-1'), '?personal': note }),
  PauseClock: object({ reason: name }),
  ResumeClock: object({ reason: name }),
  VoidEntry: object({ entry: word('e-1', 'e-2', 'e-3'), reason: name, '?personal': note }),
  ReapplyPolicy: object({ terms }),
});
const customerCommands = commands({
  RegisterCustomer: object({
    '?segment': name,
    '?timeZone': zone,
    '?hours': object({
      ...{ timeZone: zone, weekly: object({ '?tue': hours }) },
      special: fc.dictionary(word('2024-02-29', '2024-02-30'), hours, { maxKeys: 1, noNullPrototype: true }),
    }),
    '?personal': object({ '?name': junkTexts, '?contact': junkTexts }),
  }),
  StateExpectation: object({
    ...{ expectation: name, dimension: word('time', 'price'), level, clarity: word('implicit'), source: word('media') },
    '?personal': note,
  }),
  CorrectExpectation: object({ expectation: name, level, clarity: word('implicit'), reason: name, '?personal': note }),
  ReportSatisfaction: object({
    measure: word('csat', 'nps', 'csi'),
    score: amount,
    '?commitment': name,
    '?personal': note,
  }),
  ForgetCustomer: object({ reason: name }),
});
const teamCommands = commands({
  RegisterTeam: object({ name, timeZone: zone }),
  PublishPolicy: object({
    version: name,
    rules: object({
      ...teamRules,
      '?overrides': fc.array(
        object({ '?segment': name, '?kind': name, '?dimension': word('time', 'price'), rules: object(teamRules) }),
        { maxLength: 3 },
      ),
    }),
  }),
  PublishCalendar: object({
    version: name,
    edition: object({
      ...{ timeZone: zone, weekly: object({ '?mon': hours, '?sun': hours }), source: name },
      ...{ special: fc.dictionary(word('2024-02-29', '2024-02-30'), hours, { maxKeys: 2, noNullPrototype: true }) },
      '?specialDays': fc.constantFrom(
        {},
        { '2024-02-29': { name: 'Leap day' } },
        { '2024-02-29': { name: 'x', source: 'y' } },
      ),
      ...{ validFrom: word('2024-01-01', '0000-00-00'), validTo: word('2024-12-31', '2024-06-31') },
    }),
  }),
  DeclareCapacity: object({ commitments: amount, per: span }),
});

const keyName = word('crm.aaaaaaaa', 'crm.bbbbbbbb', 'crm.cccccccc');
const hash = mostly(fc.constant('ab'.repeat(32)), junkTexts);
const keyCommands = commands({
  IssueKey: object({
    ...{ key: keyName, hash, role: word('agent', 'integration'), teams: fc.array(name, { maxLength: 2 }) },
    ...{ grants: fc.subarray(['log-commitments', 'read-personal-data']), '?label': name },
    '?expiresAt': mostly(fc.integer({ min: 150, max: 300 }), junkInstants),
  }),
  RotateKey: object({ key: keyName, successor: keyName, hash, '?expiresAt': fc.integer({ min: 150, max: 300 }) }),
  RevokeKey: object({ key: keyName, '?reason': name }),
});
const namings = commands({ NamePrincipal: object({ principal: word('crm', 'oidc.crm', '_principals') }) });
const notes = fc.oneof(
  object({
    type: fc.constant('AccessRefused'),
    data: object({ route: name, because: name, '?action': name, times: fc.integer({ min: 1 }) }),
  }),
  object({ type: fc.constant('PersonalDataRead'), data: object({ what: name, whose: fc.array(name) }) }),
  object({ type: fc.constant('DataExported'), data: object({ what: name, rows: fc.nat() }) }),
);

const positions = word('4711', '0');
const filters = object({
  ...{ '?types': fc.subarray(['BreachDeclared', 'PromiseMade', 'nonsense'], { minLength: 1 }) },
  ...{ '?customers': fc.array(name, { maxLength: 2 }), '?obligations': fc.subarray(['keep', 'follow-up']) },
  ...{ '?historic': flag, '?teams': fc.constantFrom(['north'], ['north', 'north'], ['west']) },
});
const endpoints = object({
  url: word('https://crm.example.com/', 'http://crm.example.com/hooks', 'https://crm.example.com/?a=b', 'ftp://x/'),
  '?sealedQuery': word('v1.abcd.efgh'),
});
const publicKey = `whpk_${'A'.repeat(43)}=`;
const subscriptionKeys = ['aaaaaaaa', 'bbbbbbbb', 'cccccccc', 'dddddddd', 'eeeeeeee'];
const newKey = fc.oneof(
  object({ id: word(...subscriptionKeys), algorithm: word('hmac-sha256'), sealed: word('v1.abcd.efgh') }),
  object({ id: word(...subscriptionKeys), algorithm: word('ed25519'), sealed: word('v1'), publicKey: word(publicKey) }),
);
const whatAndWhere = { endpoint: endpoints, content: word('thin', 'full'), filter: filters };
const openings = commands({
  OpenSubscription: object({
    ...{ ...whatAndWhere, '?label': name, owner: word('crm', 'oidc.crm'), key: newKey },
    teams: fc.constantFrom('all', ['north'], ['south', 'north']),
  }),
});
const subscriptionCommands = commands({
  ChangeSubscription: object({
    ...{ '?endpoint': endpoints, '?content': word('thin', 'full'), '?filter': filters, '?label': name },
    teams: fc.constantFrom('all', ['north', 'south']),
  }),
  PauseSubscription: object({ '?reason': name }),
  ResumeSubscription: object({ '?reason': name }),
  AddSigningKey: object({ key: newKey }),
  RotateSigningKey: object({
    key: word(...subscriptionKeys),
    successor: object({ id: word(...subscriptionKeys), sealed: word('v1'), '?publicKey': fc.constant(publicKey) }),
    '?overlap': span,
  }),
  RevokeSigningKey: object({ key: word(...subscriptionKeys), '?reason': name }),
  RequestReplay: object({
    replay: fc.oneof(
      object({ of: fc.constant('one'), event: name, position: positions }),
      object({ of: word('failed'), since: at }),
      object({ of: fc.constant('everything'), after: positions }),
    ),
  }),
  ReportFailing: object({ since: at, disablesAt: at }),
  ReportRecovered: object({}),
  DisableSubscription: object({ because: word('gone', 'failing') }),
});
const endings = commands({ EndSubscription: object({ '?reason': name }) });
const listings = commands({ NameSubscription: object({ subscription: name, principal: word('crm', 'CRM') }) });

/** Events of a history of commands, those refused left out. Anything thrown but a refusal is a crash. */
function recorded<E extends object>(
  history: readonly unknown[],
  decider: (command: unknown, past: readonly E[]) => E[],
): E[] {
  return history.reduce<E[]>((past, command) => {
    try {
      return [...past, ...decider(command, past)];
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return past;
    }
  }, []);
}

describe('whatever deciders are given, they refuse it or it survives storage', () => {
  const counted = new Set<string>();
  const survives = (
    codec: { encode(event: never): WrittenEvent },
    events: readonly { type: string; data: object }[],
  ): void => {
    for (const { type, data } of events) {
      counted.add(type);
      const { data: json, ...written } = codec.encode({ type, data } as never);
      const stored = JSON.stringify(json);
      expect(stored.isWellFormed()).toBe(true);
      expect(decoded({ ...written, data: JSON.parse(stored) as JsonObject })).toMatchObject({ type });
      expect(decoded({ ...written, data: JSON.parse(stored) as JsonObject }).data).toEqual(data);
    }
  };

  it('commitments', () =>
    fc.assert(
      fc.property(promises, fc.array(happenings, { minLength: 8, maxLength: 20 }), (promise, rest) => {
        const events = recorded<CommitmentEntry>([promise, ...rest], (command, past) =>
          decide(command as CommitmentCommand, commitmentFrom(past)).map((event, index) => ({
            ...event,
            ...(command as CommitmentCommand).metadata,
            id: `e-${past.length + index + 1}`,
            revision: past.length + index,
          })),
        );
        survives(commitmentCodec, events);
      }),
      { numRuns: 400 },
    ));

  it('customers', () =>
    fc.assert(
      fc.property(fc.array(customerCommands, { maxLength: 20, size: 'max' }), (history) =>
        survives(
          customerCodec,
          recorded<CustomerEvent & Moment>(history, (command, past) =>
            decideCustomer(command as CustomerCommand, past.reduce(evolveCustomer, unknownCustomer)).map((event) => ({
              ...event,
              ...(command as CustomerCommand).metadata,
            })),
          ),
        ),
      ),
      { numRuns: 1_500 },
    ));

  it('teams', () =>
    fc.assert(
      fc.property(fc.array(teamCommands, { maxLength: 12 }), (history) =>
        survives(
          teamCodec,
          recorded<TeamEvent>(history, (command, past) =>
            decideTeam(command as TeamCommand, past.reduce(evolveTeam, unknownTeam)),
          ),
        ),
      ),
      { numRuns: 1_500 },
    ));

  it('access', () =>
    fc.assert(
      fc.property(
        fc.array(keyCommands, { maxLength: 16, size: 'max' }),
        fc.array(namings, { maxLength: 3 }),
        (history, named) => {
          let ring: KeyRing = noKeys;
          const keys = recorded<AccessEvent>(history, (command) => {
            const decided = decideKeyRing(command as KeyCommand, ring);
            const entry = { ...(command as KeyCommand).metadata, id: 'e', revision: 0 };
            ring = decided.reduce((before, event) => evolveKeyRing(before, { ...event, ...entry }), ring);
            return decided;
          });
          survives(accessCodec, keys);
          survives(
            accessCodec,
            recorded<AccessEvent>(named, (command) => decidePrincipals(command as NamePrincipal, nobody)),
          );
        },
      ),
      { numRuns: 1_500 },
    ));

  it('subscriptions', () =>
    fc.assert(
      fc.property(
        openings,
        fc.array(subscriptionCommands, { minLength: 8, maxLength: 20 }),
        endings,
        listings,
        (opening, rest, ending, listing) => {
          let state: Subscription = unopened;
          let revision = 0;
          const events = recorded<SubscriptionEvent | SubscriptionNamed>([opening, ...rest, ending], (command) => {
            const { metadata } = command as SubscriptionCommand;
            const decided = decideSubscription(command as SubscriptionCommand, state);
            for (const event of decided)
              state = evolveSubscription(state, { ...event, ...metadata, id: 'e', revision: revision++ });
            return decided;
          });
          survives(subscriptionCodec, events);
          survives(
            subscriptionCodec,
            recorded<SubscriptionNamed>([listing], (command) =>
              decideSubscriptions(command as NameSubscription, noSubscriptions),
            ),
          );
        },
      ),
      { numRuns: 2_000 },
    ));

  it('notes, which nobody decides', () =>
    fc.assert(
      fc.property(fc.array(notes, { minLength: 3, maxLength: 6 }), (noted) => {
        const sound = noted.filter(
          ({ data }) => JSON.stringify(data).isWellFormed() && !/:""|\[""|,""/.test(JSON.stringify(data)),
        );
        survives(accessCodec, sound as unknown as AccessEvent[]);
      }),
    ));

  it('and all of it was tried: every type that a command can write was written', () => {
    const declaredByTheLedger = ['BreachForeseen', 'BreachDeclared', 'BreachRetracted'];
    expect([...counted].sort()).toEqual(TYPES.filter((type) => !declaredByTheLedger.includes(type)).sort());
  });
});
