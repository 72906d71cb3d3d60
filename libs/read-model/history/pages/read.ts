import {
  type CommitmentEntry,
  type CommitmentEvent,
  type CustomerEntry,
  type Instant,
  type PromisedWindow,
  type PromiseMade,
} from '#kept/domain';
import { Cells } from './cells.js';
import { type Entry, type Ground, type WrittenPage } from './entry-types.js';

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

/**
 * The streams that pages hold parts of, in the order they were begun. One at a time: who has made something of one needs
 * its entries no longer, and ten thousand of them need not be there at once.
 * @param pages in the order of their first entries
 * @param through the last position that counts
 */
export function* streamsIn(pages: readonly WrittenPage[], through: number): Generator<ReadStream, void> {
  const further = furtherPages(pages);
  for (const page of pages) {
    if (!begins(page) || page[1] > through) continue;
    const reading = new Reading(page[1], through);
    reading.add(page);
    for (const next of further.get(page[1]) ?? []) reading.add(next);
    yield reading.stream;
  }
}

/** Whether it is the first page of its stream: then its first entry is the stream's. */
const begins = (page: WrittenPage): boolean => page[1] === page[2];

/** Few streams have several pages. */
function furtherPages(pages: readonly WrittenPage[]): Map<number, WrittenPage[]> {
  const further = new Map<number, WrittenPage[]>();
  for (const page of pages)
    if (!begins(page)) {
      const others = further.get(page[1]);
      if (others) others.push(page);
      else further.set(page[1], [page]);
    }
  return further;
}

/** A customer's own entries are written as they are. */
const NO_GROUND = { madeAt: 0 } as Ground;

class Reading {
  readonly stream: ReadStream;
  #ground = NO_GROUND;

  constructor(
    position: number,
    private readonly through: number,
  ) {
    this.stream = { position, entries: [] };
  }

  add(page: WrittenPage): void {
    const cells = new Cells(page);
    for (let first: number | undefined; !cells.atEnd;) {
      const position: number = (first ?? 0) + cells.number();
      if (position > this.through) return;
      first ??= position;
      this.stream.entries.push(this.#entry(cells, position));
    }
  }

  #entry(cells: Cells, position: number): Placed<Entry> {
    const revision = cells.number();
    const id = cells.text();
    const type = cells.type();
    // Of the promise as it is: only it changes the ground, and no ground is at 0.
    const occurredAt = (this.#ground.madeAt + cells.number()) as Instant;
    const recordedAt = occurredAt + cells.number();
    if (type === 'PromiseMade') {
      this.stream.commitment = cells.next() as string;
      this.#ground = { madeAt: occurredAt, timeZone: cells.next() as Ground['timeZone'] };
    }
    const data = dataOf(type, cells, this.#ground);
    return { type, data, id, revision, occurredAt, recordedAt, position } as Placed<Entry>;
  }
}

type DataOf<T extends CommitmentEvent['type']> = Extract<CommitmentEvent, { type: T }>['data'];

// Cell by cell, and with all parts at once: there are thousands, and what is added to an object later lies beside it.
function dataOf(type: Entry['type'], cells: Cells, ground: Ground): Entry['data'] {
  switch (type) {
    case 'PromiseMade':
      return promiseOf(cells, ground);
    case 'CustomerNotified':
      return notificationOf(cells, ground);
    case 'CommitmentRescheduled': {
      const data = {
        from: windowOf(cells.next(), ground),
        to: windowOf(cells.next(), ground),
        reason: cells.next(),
        initiator: cells.next(),
        warnings: cells.next() ?? NONE,
      } as DataOf<'CommitmentRescheduled'>;
      const displacedBy = cells.next();
      if (displacedBy !== null) data.displacedBy = displacedBy as string;
      return data;
    }
    case 'PromiseFulfilled': {
      const data = {
        levels: cells.next() ?? NO_LEVELS,
        leftUndone: cells.next(),
        evidence: cells.next() ?? NONE,
      } as DataOf<'PromiseFulfilled'>;
      const interval = cells.next();
      if (interval !== null) data.interval = interval as NonNullable<typeof data.interval>;
      return data;
    }
    case 'CommitmentWithdrawn':
      return { by: cells.next(), reason: cells.next() } as DataOf<'CommitmentWithdrawn'>;
    case 'FollowUpCallMade':
      return followUpOf(cells.next() as boolean, cells.next() as boolean | null, cells.next() as number | null);
    default:
      return cells.next() as Entry['data'];
  }
}

function notificationOf(cells: Cells, ground: Ground): DataOf<'CustomerNotified'> {
  const purpose = cells.next();
  const channel = cells.next();
  const reached = cells.next();
  const window = cells.next();
  const answer = cells.next();
  const warnings = cells.next() ?? NONE;
  const data =
    window === null
      ? { purpose, channel, reached, answer, warnings }
      : { purpose, channel, reached, conveyed: windowOf(window, ground), answer, warnings };
  return data as DataOf<'CustomerNotified'>;
}

function followUpOf(
  reached: boolean,
  problemPersists: boolean | null,
  satisfaction: number | null,
): DataOf<'FollowUpCallMade'> {
  if (problemPersists === null) return satisfaction === null ? { reached } : { reached, satisfaction };
  return satisfaction === null ? { reached, problemPersists } : { reached, problemPersists, satisfaction };
}

/** Behind the commitment's id and its ground. */
function promiseOf(cells: Cells, ground: Ground): PromiseMade['data'] {
  const promised = windowOf(cells.next(), ground);
  const plan = cells.next();
  const data = {
    customer: cells.next(),
    team: cells.next(),
    owner: cells.next(),
    kind: cells.next(),
    promised,
    plan: plan === null ? promised : windowOf(plan, ground),
    levels: cells.next() ?? NO_LEVELS,
    clarity: cells.next(),
    source: cells.next(),
    contactMode: cells.next(),
    terms: cells.next(),
    warnings: cells.next() ?? NONE,
  } as PromiseMade['data'];
  const segment = cells.next();
  const requested = cells.next();
  const recoveryOf = cells.next();
  if (segment !== null) data.segment = segment as string;
  if (requested !== null) data.requested = windowOf(requested, ground);
  if (recoveryOf !== null) data.recoveryOf = recoveryOf as string;
  return data;
}

function windowOf(written: unknown, { madeAt, timeZone }: Ground): PromisedWindow {
  if (typeof written === 'number') return { due: (madeAt + written) as Instant, timeZone };
  const [due, from, zone = timeZone] = written as [number, number | null, Ground['timeZone']?];
  if (from === null) return { due: (madeAt + due) as Instant, timeZone: zone };
  return { from: (madeAt + from) as Instant, due: (madeAt + due) as Instant, timeZone: zone };
}

// One for all that have none: mostly there are none.
const NONE: readonly unknown[] = Object.freeze([]);
const NO_LEVELS: PromiseMade['data']['levels'] = Object.freeze({});
