import { commitmentCodec, customerCodec, streamName, teamCodec } from '#kept/contracts';
import {
  type Commitment,
  type CommitmentCommand,
  type CommitmentEntry,
  type CommitmentEvent,
  commitmentFrom,
  type CustomerEvent,
  decide,
  findingsOf,
  type Instant,
  type PromisedWindow,
  Refusal,
  type TeamEvent,
} from '#kept/domain';
import { type EventStore, type NewEvent } from '#kept/event-store';
import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import { circumstancesOf, EDITION, HOUR, mayPin, POLICIES, ZONE } from './random-terms.fixture.js';

export { circumstancesOf, HOUR };

/** Random ledgers, valid by construction: whatever the decider refuses is not part of them. */

/** Hours count from here: two days before a month ends in every zone. */
export const ORIGIN = Date.UTC(2024, 0, 30);
export const hour = (n: number): Instant => (ORIGIN + n * HOUR) as Instant;
const windowDue = (n: number, lasting?: number): PromisedWindow => ({
  ...(lasting !== undefined && { from: hour(n - lasting) }),
  due: hour(n),
  timeZone: ZONE,
});

/** Recorded at an hour; occurred some hours before: late entries are normal. */
interface Happening {
  commitment: number;
  late: number;
  command: (ids: readonly string[]) => Pick<CommitmentCommand, 'type' | 'data'>;
}

// Few different hours: what happens exactly at a due, or exactly when it is asked, happens often.
const hours = fc.integer({ min: 0, max: 45 });
const windows = fc
  .tuple(hours, fc.option(fc.integer({ min: 1, max: 8 }), { nil: undefined }))
  .map(([due, lasting]) => windowDue(due, lasting));
const told = fc.constantFrom(
  { reached: true, answer: 'accepted' },
  { reached: true, answer: 'none' },
  { reached: true, answer: 'declined' },
  { reached: false, answer: 'none' },
);
const say = (type: string, data: object): Happening['command'] =>
  (() => ({ type, data })) as unknown as Happening['command'];

const commands = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .tuple(windows, fc.constantFrom('provider', 'customer'), fc.constantFrom('emergency', 'parts'))
      .map(([to, initiator, reason]) => say('Reschedule', { to, initiator, reason })),
  },
  {
    weight: 4,
    arbitrary: fc.tuple(windows, told).map(([conveyed, how]) =>
      say('Notify', {
        purpose: 'reschedule',
        channel: 'phone',
        conveyed,
        ...how,
        personal: { note: 'Frau Li sagt' },
      }),
    ),
  },
  { weight: 4, arbitrary: fc.boolean().map((leftUndone) => say('Fulfil', { levels: {}, leftUndone, evidence: [] })) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 48 }).map((n) => say('FulfilBetween', { before: n })) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('provider', 'customer').map((by) => say('Withdraw', { by, reason: 'no-parts' })),
  },
  {
    weight: 2,
    arbitrary: fc.boolean().map((problemPersists) => say('RecordFollowUpCall', { reached: true, problemPersists })),
  },
  { weight: 1, arbitrary: fc.constant(say('RaiseComplaint', { complaint: 'c1', need: 'respect' })) },
  { weight: 1, arbitrary: fc.constant(say('AnswerComplaint', { complaint: 'c1' })) },
  { weight: 1, arbitrary: fc.constantFrom('PauseClock', 'ResumeClock').map((type) => say(type, { reason: 'access' })) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('advance-notice', 'withdrawal')
      .map((purpose) => say('Notify', { purpose, channel: 'sms', reached: true, answer: 'none' })),
  },
  { weight: 1, arbitrary: fc.constantFrom(...POLICIES).map((terms) => say('ReapplyPolicy', { terms })) },
  { weight: 3, arbitrary: fc.constant(say('Look', {})) },
  {
    weight: 2,
    arbitrary: fc.nat(8).map((n): Happening['command'] => (ids) => ({
      type: 'VoidEntry',
      data: { entry: ids[n % ids.length]!, reason: 'mistaken' },
    })),
  },
);

const promises = fc.record({
  customer: fc.constantFrom('li', 'wang'),
  segment: fc.constantFrom('a', 'b', undefined),
  team: fc.constantFrom('north', 'south'),
  owner: fc.constantFrom('chen', 'zhao'),
  kind: fc.constantFrom('repair', 'delivery'),
  promised: windows,
  requested: fc.option(windows, { nil: undefined }),
  quality: fc.boolean(),
  terms: fc.constantFrom(...POLICIES),
});
type RandomPromise = typeof promises extends fc.Arbitrary<infer T> ? T : never;

const happenings: fc.Arbitrary<Happening> = fc.record({
  commitment: fc.nat(4),
  late: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 30 })),
  command: commands,
});

/** Events in the order they were recorded, with the stream each belongs to. */
export type RandomLog = { stream: string; event: NewEvent }[];

/** Up to five commitments of two customers, their entries interleaved, an hour between one record and the next. */
export const randomLogs: fc.Arbitrary<RandomLog> = fc
  .tuple(
    fc.array(promises, { minLength: 1, maxLength: 5, size: 'max' }),
    fc.array(happenings, { maxLength: 40, size: 'max' }),
  )
  .map(([made, rest]) => logOf(made, rest));

function logOf(made: readonly RandomPromise[], rest: readonly Happening[]): RandomLog {
  const log: RandomLog = ['li', 'wang'].map((customer) => registered(customer));
  const streams: CommitmentEntry[][] = made.map(() => []);
  for (const [n, { commitment, late, command }] of rest.entries()) {
    // The n-th promise is made when its turn comes for the first time.
    const index = commitment % made.length;
    const entries = streams[index]!;
    const recordedAt = hour(n + 1);
    const said =
      entries.length === 0 ? promiseOf(made[index]!) : between(command(entries.map(({ id }) => id)), recordedAt, late);
    const metadata = { recordedAt, occurredAt: (recordedAt - late * HOUR) as Instant };
    for (const { occurredAt, ...event } of eventsOf(
      { ...said, metadata } as CommitmentCommand,
      commitmentFrom(entries),
    )) {
      const id = randomUUID();
      entries.push({ ...event, occurredAt, recordedAt, id, revision: entries.length });
      log.push({
        stream: streamName('commitment', String(index)),
        event: written(commitmentCodec.encode(event), { occurredAt, recordedAt, id }),
      });
    }
  }
  return log.toSpliced(2, 0, ...northOf(made));
}

function registered(customer: string): RandomLog[number] {
  const event: CustomerEvent = { type: 'CustomerRegistered', data: { segment: 'a', personal: { name: 'Li Na' } } };
  const moment = { occurredAt: hour(0), recordedAt: hour(0) };
  return {
    stream: streamName('customer', customer),
    event: written(customerCodec.encode(event), { ...moment, id: randomUUID() }),
  };
}

/** What a command comes to, or a look of the watch. */
function eventsOf(
  said: CommitmentCommand | { type: 'Look'; metadata: CommitmentCommand['metadata'] },
  commitment: Commitment,
): (CommitmentEvent & { occurredAt: Instant })[] {
  const { occurredAt, recordedAt } = said.metadata;
  if (said.type === 'ReapplyPolicy' && commitment.status !== 'unmade')
    if (!mayPin(commitment.promise.data.team, said.data.terms)) return [];
  if (said.type !== 'Look') return accepted(said, commitment).map((event) => ({ ...event, occurredAt }));
  return findingsOf(commitment, recordedAt, circumstancesOf(commitment)).map(
    ({ type, data, at }) => ({ type, data, occurredAt: at }) as CommitmentEvent & { occurredAt: Instant },
  );
}

/** A team whose policy has as many versions as there are promises. */
function northOf(made: readonly RandomPromise[]): RandomLog {
  const events: TeamEvent[] = [
    { type: 'TeamRegistered', data: { name: 'North', timeZone: ZONE } },
    { type: 'CalendarPublished', data: { version: 'nine-to-six', edition: EDITION } },
    ...made.map((_, n): TeamEvent => ({ type: 'PolicyPublished', data: { version: String(n), rules: {} } })),
  ];
  const moment = { occurredAt: hour(0), recordedAt: hour(0) };
  return events.map((event) => ({
    stream: streamName('team', 'north'),
    event: written(teamCodec.encode(event), { ...moment, id: randomUUID() }),
  }));
}

function promiseOf({ quality, segment, requested, terms, ...data }: RandomPromise): object {
  return {
    type: 'MakePromise',
    data: {
      ...data,
      ...(segment !== undefined && { segment }),
      ...(requested && { requested }),
      levels: quality ? { quality: { adequate: 3 } } : {},
      clarity: 'explicit',
      source: 'company',
      contactMode: 'human-machine',
      terms: mayPin(data.team, terms) ? terms : POLICIES[1],
      personal: { what: 'the lift in house 5' },
    },
  };
}

/** A fulfilment nobody saw, within the hours before the moment it is said to have happened at the latest. */
function between(said: { type: string; data: object }, recordedAt: Instant, late: number): object {
  if (said.type !== 'FulfilBetween') return said;
  const notAfter = recordedAt - late * HOUR;
  const notBefore = notAfter - (said.data as { before: number }).before * HOUR;
  return { type: 'Fulfil', data: { levels: {}, leftUndone: false, evidence: [], interval: { notBefore, notAfter } } };
}

function accepted(command: CommitmentCommand, commitment: Commitment): CommitmentEvent[] {
  try {
    return decide(command, commitment);
  } catch (error) {
    if (error instanceof Refusal) return [];
    throw error;
  }
}

/** An event with the provenance that no fold looks at. */
export function written(
  { type, schemaVersion, data }: { type: string; schemaVersion: number; data: NewEvent['data'] },
  { id, occurredAt, recordedAt }: { id: string; occurredAt: number; recordedAt: number },
): NewEvent {
  return {
    id,
    type,
    data,
    metadata: {
      schemaVersion,
      occurredAt,
      recordedAt,
      actor: { id: 'tester', role: 'agent' },
      correlationId: id,
      causationId: id,
      commandId: id,
      commandFingerprint: 'fingerprint',
    },
  };
}

/** Appends a log in its order. Appends of one turn share a transaction, so this is as fast as it looks. */
export async function record(store: EventStore, log: RandomLog): Promise<void> {
  await Promise.all(log.map(({ stream, event }) => store.append(stream, 'any', [event])));
}
