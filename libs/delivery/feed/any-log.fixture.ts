import { type EventFilter } from '#kept/domain';
import { type EventStore, type JsonObject, type LoggedEvent } from '#kept/event-store';
import { anEvent } from '#kept/event-store/testing';
import fc from 'fast-check';
import { type FeedScope } from './feed-reader.js';

/** What must never leave the house. */
export const CANARY = 'known to us alone';
const RECORDED = Date.UTC(2024, 1, 29, 12);

/** An event to be, of any stream. */
export interface Happening {
  stream: string;
  type: string;
  schemaVersion: number;
  data: JsonObject;
}

const [teams, customers, segments] = [
  ['north', 'south'],
  ['acme', 'best'],
  ['gold', 'iron'],
] as const;
const owners = ['crm', 'erp'] as const;

const happening = (
  streams: readonly string[],
  type: string,
  data: fc.Arbitrary<JsonObject>,
  schemaVersion = 1,
): fc.Arbitrary<Happening> =>
  fc.record({
    stream: fc.constantFrom(...streams),
    type: fc.constant(type),
    schemaVersion: fc.constant(schemaVersion),
    data,
  });

const object = (fields: Record<string, fc.Arbitrary<unknown>>, optional: string[] = []): fc.Arbitrary<JsonObject> =>
  fc.record(fields, { requiredKeys: Object.keys(fields).filter((name) => !optional.includes(name)) }) as never;

const personal = fc.constantFrom<JsonObject | string>({ note: CANARY }, CANARY);
const anything = fc.constantFrom<unknown>(null, 42, 'x', [CANARY.length], {});
const obligation = object({ kind: fc.constantFrom('keep', 'follow-up'), entry: fc.constant('e') });
const deadline = fc.constantFrom(...[-1, 1].map((hours) => new Date(RECORDED + hours * 3_600_000).toISOString()));
const secretly = fc.constantFrom<JsonObject>(
  { deep: { personal: { note: CANARY } } },
  { keys: [{ id: 'k', sealed: CANARY }, 1, [{ personal: CANARY }]] },
);

const commitments = ['commitment-1', 'commitment-2', 'commitment-3-x', 'commitment-4'];
const promise = object(
  {
    ...{ customer: fc.constantFrom(...customers), team: fc.constantFrom(...teams) },
    ...{ segment: fc.constantFrom(...segments), personal },
  },
  ['segment', 'personal'],
);

/** Of a commitment whose events all say whom it concerns, as the ledger's findings do. */
const told = 'commitment-5';
const concerned = { customer: fc.constant('best'), team: fc.constant('south'), segment: fc.constant('iron') };

/** Events of every kind of stream, known and unknown, some of which nobody can read. */
export const anyHappening = fc.oneof(
  { weight: 4, arbitrary: happening(commitments, 'PromiseMade', promise) },
  happening(commitments, 'PromiseMade', object({ team: anything, customer: anything })),
  happening(commitments, 'CustomerNotified', object({ reached: fc.boolean(), personal })),
  happening(commitments, 'BreachDeclared', object({ obligation, deadline, historic: fc.boolean() })),
  happening(commitments, 'BreachDeclared', object({ obligation: anything, deadline: anything, historic: anything })),
  happening(commitments, 'BreachRetracted', object({ obligation, deadline, cause: fc.constant('e') })),
  happening([told], 'PromiseMade', object({ ...concerned, personal })),
  happening([told], 'BreachForeseen', object({ ...concerned, obligation, deadline })),
  happening([told], 'BreachDeclared', object({ ...concerned, obligation, deadline, historic: fc.boolean() })),
  happening([told], 'BreachRetracted', object({ ...concerned, obligation, deadline, cause: fc.constant('e') })),
  happening([...commitments, 'team-north'], 'WeatherChanged', secretly, 7),
  happening(['customer-acme', 'customer-best'], 'CustomerRegistered', object({ segment: personal, personal })),
  happening(['team-north', 'team-south'], 'TeamRegistered', object({ name: fc.constant('A team') })),
  happening(['access-crm', 'access-_principals'], 'KeyIssued', object({ key: fc.constant('k'), team: anything })),
  happening(
    ['subscription-1', 'subscription-2'],
    'SubscriptionOpened',
    fc.tuple(object({ owner: fc.constantFrom(...owners) }), secretly).map(([one, two]) => ({ ...one, ...two })),
  ),
  happening(['site-1', 'nothing', '-'], 'SiteOpened', object({ team: fc.constantFrom(...teams) })),
);

const some = <T>(values: readonly T[]): fc.Arbitrary<T[]> => fc.subarray([...values], { minLength: 1 });

export const anyFilter = fc.record(
  {
    types: some(['PromiseMade', 'BreachDeclared', 'BreachRetracted', 'WeatherChanged', 'SubscriptionOpened']),
    teams: some(teams),
    customers: some(customers),
    segments: some(segments),
    obligations: some(['keep', 'follow-up'] as const),
    historic: fc.boolean(),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<EventFilter>;

export const anyScope: fc.Arbitrary<FeedScope> = fc.record(
  {
    teams: fc.constantFrom<FeedScope['teams']>('all', ['north'], ['south'], ['north', 'south'], ['elsewhere']),
    principal: fc.constantFrom(...owners, 'nobody'),
    subscriptions: fc.constant('any' as const),
  },
  { requiredKeys: ['teams', 'principal'] },
);

/** Appends them in this order. */
export async function happen(store: EventStore, happenings: readonly Happening[]): Promise<void> {
  await Promise.all(
    happenings.map(({ stream, type, schemaVersion, data }) => {
      const event = anEvent({ type, data });
      return store.append(stream, 'any', [{ ...event, metadata: { ...event.metadata, schemaVersion } }]);
    }),
  );
}

export async function wholeLog(store: EventStore): Promise<LoggedEvent[]> {
  const log: LoggedEvent[] = [];
  for await (const events of store.readAll()) log.push(...events);
  return log;
}
