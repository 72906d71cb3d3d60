import { isDerived } from '#kept/domain';
import { type EventStore, type FirstEvent } from '#kept/event-store';
import { LRUCache } from 'lru-cache';
import { textsIn } from './json-text.js';
import { jsonOf, type Logged } from './logged.js';

/** What the first event of a stream says about all that follow. */
export interface Origin {
  customer?: string;
  team?: string;
  segment?: string;
  owner?: string;
  /** Absent where only an event has been seen that says itself whom it concerns. */
  recordedAt?: number;
}

/** Streams whose beginnings are remembered: those of a busy week. */
const REMEMBERED = 50_000;
/** Streams that are looked up in one question. */
const AT_ONCE = 500;

/** Knows how streams begin. What a stream begins with never changes, so nothing that is remembered gets old. */
export class Origins {
  readonly #known: LRUCache<string, Origin>;

  constructor(
    private readonly store: Pick<EventStore, 'readFirst'>,
    remembered = REMEMBERED,
  ) {
    this.#known = new LRUCache({ max: remembered });
  }

  /** The origins of these events' streams, in their order. Some tell it themselves; the others are looked up together. */
  async of(events: readonly Logged[]): Promise<readonly (Origin | undefined)[]> {
    const origins = events.map((event) => this.#at(event));
    const unknown = [...new Set(events.filter((_, index) => !origins[index]).map(({ stream }) => stream))];
    const found = new Map<string, Origin>();
    for (let from = 0; from < unknown.length; from += AT_ONCE)
      for (const first of await this.store.readFirst(unknown.slice(from, from + AT_ONCE)))
        found.set(first.stream, this.#learn(first.stream, first));
    return found.size === 0 ? origins : origins.map((origin, index) => origin ?? found.get(events[index]!.stream));
  }

  /** What is known, or told by the event itself. */
  #at(event: Logged): Origin | undefined {
    const { stream, revision } = event;
    return this.#known.get(stream) ?? (revision === 0n ? this.#learn(stream, event) : concerned(event));
  }

  #learn(stream: string, first: Logged | FirstEvent): Origin {
    const origin = originIn({ recordedAt: first.recordedAt, json: jsonOf(first) });
    this.#known.set(stream, origin);
    return origin;
  }
}

/** As far as it says anything of the kind: it may be of a type that is not known here. */
const originIn = ({ json, recordedAt }: Pick<FirstEvent, 'json' | 'recordedAt'>): Origin => ({
  recordedAt,
  ...textsIn(json, SAID),
});

const SAID = ['customer', 'team', 'segment', 'owner'] as const;

/**
 * What the ledger's own findings say of it. They come by the thousands, of promises that nobody has asked about for long.
 * Of a retraction it matters when the promise was recorded, too: whether the breach was historic it does not say.
 */
function concerned(event: Logged): Origin | undefined {
  if (!isDerived(event.type) || event.type === 'BreachRetracted') return undefined;
  const said = textsIn(jsonOf(event), CONCERNED);
  return said.customer === undefined || said.team === undefined ? undefined : said;
}

const CONCERNED = ['customer', 'team', 'segment'] as const;
