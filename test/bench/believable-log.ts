import { commitmentCodec, customerCodec, streamName } from '#kept/contracts';
import {
  type Commitment,
  type CommitmentCommand,
  decide,
  duration,
  evolve,
  type Instant,
  type PromisedWindow,
  type TimeZone,
  unmade,
} from '#kept/domain';
import { type EventStore, type JsonObject, type NewEvent } from '#kept/event-store';
import { createHash } from 'node:crypto';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
export const BEGINNING = Date.UTC(2025, 0, 1);
const EIGHTEEN_MONTHS = 548 * DAY;
const ZONE = 'Asia/Shanghai' as TimeZone;
/** Promise, and on average two and a half entries after it. */
export const EVENTS_PER_COMMITMENT = 3.5;
const APPENDS_AT_ONCE = 2_000;

export interface LogOptions {
  events: number;
  customers: number;
}

type Said = Pick<CommitmentCommand, 'type' | 'data'>;

/** Something that will be recorded at its time. */
interface Due {
  stream: string;
  said: Said;
  occurredAt: number;
  recordedAt: number;
}

interface Logged {
  stream: string;
  event: NewEvent;
}

/**
 * Eighteen months of a company's promises, as many as make that many events, recorded as time went by: thousands of
 * commitments are under way at once. Every entry has passed its decider and its codec; one in fifty is recorded late.
 * The same options give the same log but for its length.
 */
export async function writeLog(store: Pick<EventStore, 'append'>, options: LogOptions): Promise<number> {
  let written = 0;
  let page: Logged[] = [];
  const flush = async (): Promise<void> => {
    await Promise.all(page.map(({ stream, event }) => store.append(stream, 'any', [event])));
    written += page.length;
    page = [];
  };
  for (const logged of believableLog(options)) if (page.push(logged) === APPENDS_AT_ONCE) await flush();
  await flush();
  return written;
}

function* believableLog({ events, customers }: LogOptions): Generator<Logged> {
  const random = randomNumbers(4711);
  for (let n = 0; n < customers; n += 1) yield registered(n);
  const promises = Math.ceil((events - customers) / EVENTS_PER_COMMITMENT);
  const underWay = new Map<string, Commitment>();
  const agenda = new Map<number, Due[]>();
  let hour = Math.floor(BEGINNING / HOUR);
  const happened = function* (until: number): Generator<Logged> {
    for (; hour < until; hour += 1) {
      const dues = agenda.get(hour)?.sort((a, b) => a.recordedAt - b.recordedAt) ?? [];
      agenda.delete(hour);
      for (const due of dues) yield* recorded(due, underWay);
    }
  };
  const plan = (due: Due): void => {
    const slot = Math.max(hour, Math.floor(due.recordedAt / HOUR));
    const dues = agenda.get(slot);
    if (dues) dues.push(due);
    else agenda.set(slot, [due]);
  };
  for (let n = 0; n < promises; n += 1) {
    const madeAt = BEGINNING + Math.floor(((n + random()) * EIGHTEEN_MONTHS) / promises);
    yield* happened(Math.floor(madeAt / HOUR));
    for (const due of lifeOf(n, madeAt, customers, random)) plan(due);
  }
  yield* happened(hour + 60 * 24);
}

/** What is going to happen to a promise: its entries in the order they occur. */
function lifeOf(n: number, madeAt: number, customers: number, random: () => number): Due[] {
  const stream = streamName('commitment', `k-${String(n).padStart(7, '0')}`);
  const due = Math.round((madeAt + (0.5 + 5 * random()) * DAY) / HOUR) * HOUR;
  const until = (at: number): PromisedWindow => ({
    ...(n % 3 === 0 && { from: (at - 4 * HOUR) as Instant }),
    due: at as Instant,
    timeZone: ZONE,
  });
  const life: Due[] = [];
  const add = (occurredAt: number, type: CommitmentCommand['type'], data: object): void => {
    const late = random() < 0.02 ? 2 * DAY * random() : 0;
    const recordedAt = Math.floor(occurredAt + late + 12 * MINUTE * random());
    life.push({ stream, said: { type, data } as Said, occurredAt: Math.floor(occurredAt), recordedAt });
  };
  add(madeAt, 'MakePromise', promiseData(n, until(due), Math.floor(customers * random() ** 1.7)));
  life[0]!.recordedAt = life[0]!.occurredAt;
  let [plan, at] = [due, madeAt];
  if (random() < 0.45) {
    at += (due - at) * random();
    plan = due + DAY;
    add(at, 'Reschedule', { to: until(plan), initiator: random() < 0.8 ? 'provider' : 'customer', reason: 'no-parts' });
  }
  if (random() < 0.55) {
    at += HOUR * random();
    const how = {
      reached: true,
      conveyed: until(plan),
      answer: 'accepted',
      personal: { note: 'would rather have had it sooner' },
    };
    add(at, 'Notify', { purpose: 'reschedule', channel: 'phone', ...how });
  }
  const end = plan + (random() - 0.7) * 8 * HOUR;
  if (random() < 0.92) {
    const personal = { note: 'replaced the filter, tested twice' };
    add(Math.max(at, end), 'Fulfil', { levels: {}, leftUndone: random() < 0.05, evidence: ['photo-1'], personal });
    if (random() < 0.5) {
      const answers = { problemPersists: random() < 0.1, satisfaction: 1 + Math.floor(5 * random()) };
      add(Math.max(at, end) + DAY * (1 + random()), 'RecordFollowUpCall', { reached: true, ...answers });
    }
  } else add(Math.max(at, end), 'Withdraw', { by: random() < 0.5 ? 'provider' : 'customer', reason: 'no-parts' });
  return life;
}

function promiseData(n: number, promised: PromisedWindow, customer: number): object {
  return {
    customer: customerId(customer),
    segment: `segment-${customer % 4}`,
    team: `team-${String(n % 40).padStart(2, '0')}`,
    owner: `owner-${n % 200}`,
    kind: ['repair', 'delivery', 'visit', 'inspection'][n % 4],
    promised,
    levels: n % 5 === 0 ? { quality: { adequate: 3, desired: 4 } } : {},
    clarity: 'explicit',
    source: 'company',
    contactMode: 'human-machine',
    terms: {
      policy: '2025-01',
      calendar: '2025',
      tolerance: duration(2 * HOUR),
      grace: duration(15 * MINUTE),
      minimumNotice: duration(3 * HOUR),
    },
    personal: { what: 'replace the filter of the second press' },
  };
}

function* recorded(
  { stream, said, occurredAt, recordedAt }: Due,
  underWay: Map<string, Commitment>,
): Generator<Logged> {
  let commitment = underWay.get(stream) ?? unmade;
  const moment = { occurredAt: occurredAt as Instant, recordedAt: recordedAt as Instant };
  for (const event of accepted({ ...said, metadata: moment } as CommitmentCommand, commitment)) {
    const revision = commitment.status === 'unmade' ? 0 : commitment.entries.length;
    const id = idOf(`${stream}/${revision}`);
    commitment = evolve(commitment, { ...event, ...moment, id, revision });
    yield { stream, event: written(id, commitmentCodec.encode(event), moment) };
  }
  // Nothing much happens after the end.
  if (said.type === 'RecordFollowUpCall' || said.type === 'Withdraw') underWay.delete(stream);
  else underWay.set(stream, commitment);
}

/** What the decider refuses — a second ending, an entry before its promise — does not happen. */
function accepted(command: CommitmentCommand, commitment: Commitment): ReturnType<typeof decide> {
  if (command.type !== 'MakePromise' && commitment.status === 'unmade') return [];
  try {
    return decide(command, commitment);
  } catch {
    return [];
  }
}

const customerId = (n: number): string => `customer-${String(n).padStart(4, '0')}`;

function registered(n: number): Logged {
  const stream = streamName('customer', customerId(n));
  const moment = { occurredAt: BEGINNING, recordedAt: BEGINNING };
  const data = { segment: `segment-${n % 4}`, timeZone: ZONE, personal: { name: 'Huadong Jidian' } };
  const event = customerCodec.encode({ type: 'CustomerRegistered', data });
  return { stream, event: written(idOf(stream), event, moment) };
}

function written(
  id: string,
  event: { type: string; schemaVersion: number; data: JsonObject },
  { occurredAt, recordedAt }: { occurredAt: number; recordedAt: number },
): NewEvent {
  const metadata = {
    schemaVersion: event.schemaVersion,
    actor: { id: 'li.na', role: 'agent' },
    occurredAt,
    recordedAt,
    correlationId: id,
    causationId: id,
    commandId: id,
    commandFingerprint: 'p2y3hKqRrYrKQm7s2XJr1JwW0Hn0iR2n3XvE4kq8yH0',
  };
  return { id, type: event.type, data: event.data, metadata };
}

function idOf(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Numbers in [0, 1) that are the same in every run. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
