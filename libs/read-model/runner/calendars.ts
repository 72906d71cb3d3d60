import { streamName, teamCodec } from '#kept/contracts';
import { type Circumstances, needsCalendar, type Terms, workingTime, type WorkingTime } from '#kept/domain';
import { type EventStore } from '#kept/event-store';
import { LRUCache } from 'lru-cache';

/** A calendar that has to be read before an entry can be folded. */
export class CalendarNeeded extends Error {
  constructor(
    readonly team: string,
    readonly version: string,
  ) {
    super(`calendar ${version} of ${team} has not been read yet`);
    this.name = 'CalendarNeeded';
  }
}

/** Teams whose calendars stay in memory. */
const TEAMS = 1_000;

/**
 * The calendars that commitments are bound by. An edition never changes once it is published, so a team's stream may be
 * read beyond what is being folded: what is found there is true at every position.
 */
export class Calendars {
  readonly #teams = new LRUCache<string, ReadonlyMap<string, WorkingTime>>({ max: TEAMS });

  constructor(private readonly store: EventStore) {}

  /** What a team's commitment under these terms depends on. @throws CalendarNeeded where it has to be read first */
  circumstances(team: string, terms: Terms): Circumstances {
    if (terms.calendar === undefined || !needsCalendar(terms)) return NOTHING;
    const working = this.#teams.get(team)?.get(terms.calendar);
    if (!working) throw new CalendarNeeded(team, terms.calendar);
    return { working };
  }

  /**
   * Reads a team's calendars.
   * @returns whether that one is among them
   */
  async read({ team, version }: CalendarNeeded): Promise<boolean> {
    const calendars = new Map<string, WorkingTime>();
    for await (const page of this.store.readStream(streamName('team', team)))
      for (const { metadata, ...event } of page) {
        const entry = teamCodec.decode({ ...event, ...metadata });
        if (entry?.type === 'CalendarPublished') calendars.set(entry.data.version, workingTime(entry.data.edition));
      }
    this.#teams.set(team, calendars);
    return calendars.has(version);
  }
}

const NOTHING: Circumstances = {};
