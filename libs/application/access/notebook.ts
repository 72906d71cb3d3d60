import { accessCodec, streamName } from '#kept/contracts';
import { type AccessNote, type Instant } from '#kept/domain';
import { type Actor, AppendConflict, AppendOutcomeUnknown, type EventStore, type NewEvent } from '#kept/event-store';
import { LRUCache } from 'lru-cache';
import { randomUUID } from 'node:crypto';
import { type Backoff, fingerprintOf, patience } from '../ledger/index.js';

/** Whose deed is noted, what it was, when it happened and when it is written down. */
export interface Deed {
  actor: Actor;
  note: AccessNote;
  occurredAt: Instant;
  recordedAt: Instant;
}

interface Waiting {
  event: NewEvent;
  resolve: () => void;
  reject: (error: unknown) => void;
}

const REMEMBERED = 10_000;
const MOST_AT_ONCE = 200;

/**
 * Writes notes at the end of principals' streams. Nothing is decided, so nothing is folded; those that come while an
 * append is under way go together in the next one.
 *
 * An append names the revision it follows. `any` would make the store look through the whole stream for a repeat of
 * the event: nothing at first, and a hundred milliseconds when somebody has read a million times.
 */
export class Notebook {
  readonly #ends = new LRUCache<string, bigint>({ max: REMEMBERED });
  readonly #waiting = new Map<string, Waiting[]>();
  readonly #work = new Set<Promise<void>>();

  constructor(
    private readonly store: EventStore,
    private readonly backoff: Backoff = patience,
  ) {}

  /** Resolves when the note is on disk. */
  write(deed: Deed): Promise<void> {
    const stream = streamName('access', deed.actor.id);
    return new Promise((resolve, reject) => {
      const waiting = { event: eventOf(deed), resolve, reject };
      const line = this.#waiting.get(stream);
      if (line) return line.push(waiting);
      this.#waiting.set(stream, [waiting]);
      const work = this.#writeAll(stream);
      this.#work.add(work);
      return void work.then(() => this.#work.delete(work));
    });
  }

  /** When all that was to be written is written, or has failed. */
  async settled(): Promise<void> {
    while (this.#work.size > 0) await Promise.all(this.#work);
  }

  /** Until nobody waits any more: one append after the other, so that they follow each other. */
  async #writeAll(stream: string): Promise<void> {
    for (let line = this.#waiting.get(stream)!; line.length > 0;) {
      const batch = line.splice(0, MOST_AT_ONCE);
      try {
        await this.#append(
          stream,
          batch.map(({ event }) => event),
        );
        for (const { resolve } of batch) resolve();
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    this.#waiting.delete(stream);
  }

  async #append(stream: string, events: readonly NewEvent[]): Promise<void> {
    let expected: bigint | 'no_stream' = this.#ends.get(stream) ?? 'no_stream';
    for (let attempt = 1; ; attempt += 1)
      try {
        const { revision } = await this.store.append(stream, expected, events);
        this.#ends.set(stream, revision);
        return;
      } catch (error) {
        if (error instanceof AppendConflict) expected = error.actual;
        // Nobody knows whether it was written: the same again, and the store knows its ids.
        else if (!(error instanceof AppendOutcomeUnknown)) throw error;
        if (!(await this.backoff(attempt))) throw error;
      }
  }
}

function eventOf({ actor, note, occurredAt, recordedAt }: Deed): NewEvent {
  const { type, schemaVersion, data } = accessCodec.encode(note);
  const id = randomUUID();
  return {
    id,
    type,
    data,
    metadata: {
      ...{ schemaVersion, actor, occurredAt, recordedAt },
      ...{ correlationId: id, causationId: id, commandId: id },
      commandFingerprint: fingerprintOf({ ...note, metadata: { occurredAt, recordedAt } }),
    },
  };
}
