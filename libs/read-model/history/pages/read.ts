import {
  type CommitmentEntry,
  type CommitmentEvent,
  type CustomerEntry,
  type Instant,
  type PromisedWindow,
  type PromiseMade,
} from '#kept/domain';
import { type Entry, type Ground, TYPES, type WrittenEntry, type WrittenPage } from './entry-types.js';

/** An entry that knows where in the log it lies. */
export type Placed<E extends Entry> = E & { position: number };

/** The entries of one stream, in its order. Checked and upcast when they were projected, so not again. */
export interface ReadStream {
  /** Position of its first entry. */
  position: number;
  /** Absent for a customer's own stream. */
  commitment?: string;
  entries: Placed<Entry>[];
}

export type ReadCommitment = ReadStream & { commitment: string; entries: Placed<CommitmentEntry>[] };
export type ReadCustomer = ReadStream & { entries: Placed<CustomerEntry>[] };

interface Reading extends ReadStream {
  ground: Ground;
}

/** A customer's own entries are written as they are. */
const NO_GROUND = { madeAt: 0 } as Ground;

/**
 * The streams that pages hold parts of, in the order they were begun.
 * @param pages in the order of their first entries
 * @param through the last position that counts
 */
export function streamsIn(pages: readonly WrittenPage[], through: number): ReadStream[] {
  const streams = new Map<number, Reading>();
  for (const page of pages) {
    const [, position, first] = page;
    let stream = streams.get(position);
    if (!stream) streams.set(position, (stream = begun(position, first!)));
    const base = first![0];
    for (let n = 2; n < page.length; n += 1) {
      const written = page[n] as WrittenEntry;
      const at = n === 2 ? base : base + written[0];
      if (at > through) break;
      stream.entries.push(entryOf(written, at, stream.ground));
    }
  }
  return [...streams.values()];
}

const PROMISE = TYPES.indexOf('PromiseMade');

function begun(position: number, first: WrittenEntry): Reading {
  if (first[3] !== PROMISE) return { position, ground: NO_GROUND, entries: [] };
  const [commitment, timeZone] = first.slice(6, 8) as [string, Ground['timeZone']];
  return { position, commitment, ground: { madeAt: first[4] as Instant, timeZone }, entries: [] };
}

function entryOf(written: WrittenEntry, position: number, ground: Ground): Placed<Entry> {
  const type = TYPES[written[3]]!;
  const occurredAt = type === 'PromiseMade' ? written[4] : ground.madeAt + written[4];
  return {
    type,
    data: dataOf(type, written, ground),
    id: written[2],
    revision: written[1],
    occurredAt,
    recordedAt: occurredAt + written[5],
    position,
  } as Placed<Entry>;
}

type DataOf<T extends CommitmentEvent['type']> = Extract<CommitmentEvent, { type: T }>['data'];

// By index and part by part, with no spreads and no destructuring: there are thousands of them.
function dataOf(type: Entry['type'], written: readonly unknown[], ground: Ground): Entry['data'] {
  switch (type) {
    case 'PromiseMade':
      return promiseOf(written, ground);
    case 'CustomerNotified': {
      const data = { purpose: written[6], channel: written[7], reached: written[8] } as DataOf<'CustomerNotified'>;
      if (written[9] !== null) data.conveyed = windowOf(written[9], ground);
      data.answer = written[10] as typeof data.answer;
      data.warnings = warningsOf(written[11]);
      return data;
    }
    case 'CommitmentRescheduled': {
      const data = {
        from: windowOf(written[6], ground),
        to: windowOf(written[7], ground),
        reason: written[8],
        initiator: written[9],
      } as DataOf<'CommitmentRescheduled'>;
      if (written[10] !== null) data.displacedBy = written[10] as string;
      data.warnings = warningsOf(written[11]);
      return data;
    }
    case 'PromiseFulfilled': {
      const data = { levels: written[7], leftUndone: written[8], evidence: written[9] } as DataOf<'PromiseFulfilled'>;
      if (written[6] !== null) data.interval = written[6] as NonNullable<typeof data.interval>;
      return data;
    }
    case 'CommitmentWithdrawn':
      return { by: written[6], reason: written[7] } as DataOf<'CommitmentWithdrawn'>;
    case 'FollowUpCallMade': {
      const data = { reached: written[6] } as DataOf<'FollowUpCallMade'>;
      if (written[7] !== null) data.problemPersists = written[7] as boolean;
      if (written[8] !== null) data.satisfaction = written[8] as number;
      return data;
    }
    default:
      return written[6] as Entry['data'];
  }
}

function promiseOf(written: readonly unknown[], ground: Ground): PromiseMade['data'] {
  const promised = windowOf(written[13], ground);
  const data = {
    customer: written[8],
    team: written[10],
    owner: written[11],
    kind: written[12],
    promised,
    plan: written[14] === null ? promised : windowOf(written[14], ground),
    levels: written[16],
    clarity: written[17],
    source: written[18],
    contactMode: written[19],
    terms: written[20],
    warnings: warningsOf(written[22]),
  } as PromiseMade['data'];
  if (written[9] !== null) data.segment = written[9] as string;
  if (written[15] !== null) data.requested = windowOf(written[15], ground);
  if (written[21] !== null) data.recoveryOf = written[21] as string;
  return data;
}

function windowOf(written: unknown, { madeAt, timeZone }: Ground): PromisedWindow {
  if (typeof written === 'number') return { due: (madeAt + written) as Instant, timeZone };
  const [due, from, zone = timeZone] = written as [number, number | null, Ground['timeZone']?];
  if (from === null) return { due: (madeAt + due) as Instant, timeZone: zone };
  return { from: (madeAt + from) as Instant, due: (madeAt + due) as Instant, timeZone: zone };
}

const warningsOf = (written: unknown) => (written ?? []) as PromiseMade['data']['warnings'];
