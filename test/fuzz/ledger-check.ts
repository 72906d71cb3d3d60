import { isDerived } from '#kept/domain';
import { type EventStore, type RecordedEvent } from '#kept/event-store';
import { type Case } from './case.js';
import { type WireAnswer } from './wire.js';

/** Fields of a body that are not in the entry's data: they say on what it is recorded, or when it happened. */
const ELSEWHERE = new Set(['occurredAt', 'commitment', 'customer', 'team', 'expectation']);

/**
 * Entries of access are written beside: who was let in, who was turned away. So are those of subscriptions, whose answers
 * tell of secrets and not of entries, and what the ledger finds out by itself: that a deadline has passed.
 */
export const isAboutPromises = ({ stream, type }: { stream: string; type: string }): boolean =>
  !/^(access|subscription)-/.test(stream) && !isDerived(type);

/** Holds what was accepted against what the ledger has. */
export class LedgerCheck {
  readonly #recorded = new Set<string>();
  /** Commitments that a version of a policy was reapplied to: an entry each, which the answer does not name. */
  #reapplied = 0;

  constructor(
    private readonly store: EventStore,
    /** Entries that were there before. */
    private readonly before: number,
  ) {}

  /** What the ledger has otherwise than it was said. */
  async faults({ route, request }: Case, { status, text }: WireAnswer): Promise<string[]> {
    if (route.path === '/v1/intakes') return this.#tookIn(text);
    if (route.id === 'reapplyPolicy' && status === 200)
      this.#reapplied += (JSON.parse(text) as { reapplied: number }).reapplied;
    if (status !== 201 || route.path.startsWith('/v1/subscriptions')) return [];
    const { id, entries } = JSON.parse(text) as { id: string; entries?: string[] };
    // A key that was issued.
    if (!entries) return [];
    for (const entry of entries) this.#recorded.add(entry);
    const kind = /^\/v1\/(\w+)s\b/.exec(route.path)![1]!;
    const event = await this.#find(`${kind}-${id}`, entries[0]!);
    if (!event) return ['what was accepted is not in the ledger'];
    const body = JSON.parse(request.body!.toString()) as Record<string, unknown>;
    const faults = differences(body, event.data, '');
    if (typeof body['occurredAt'] === 'string' && event.metadata.occurredAt !== millisecondsOf(body['occurredAt']))
      faults.push('occurredAt is another');
    return faults.map((fault) => `in the ledger, ${fault}`);
  }

  /** Every line has its own outcome. */
  #tookIn(text: string): string[] {
    for (const line of text.split('\n').filter((one) => one.includes('"entries"')))
      for (const entry of (JSON.parse(line) as { entries: string[] }).entries) this.#recorded.add(entry);
    return [];
  }

  /** At the end: whatever was refused has left nothing. */
  async residue(): Promise<string[]> {
    let count = 0;
    for await (const events of this.store.readAll()) count += events.filter(isAboutPromises).length;
    const expected = this.before + this.#recorded.size + this.#reapplied;
    return count === expected ? [] : [`the ledger has ${count} entries, and ${expected} were accepted`];
  }

  get recorded(): number {
    return this.#recorded.size;
  }

  async #find(stream: string, id: string): Promise<RecordedEvent | undefined> {
    for await (const events of this.store.readStream(stream)) {
      const found = events.find((event) => event.id === id);
      if (found) return found;
    }
    return undefined;
  }
}

function differences(said: Record<string, unknown>, kept: Record<string, unknown>, at: string): string[] {
  return Object.entries(said).flatMap(([key, value]): string[] => {
    const place = `${at}/${key}`;
    if (at === '' && ELSEWHERE.has(key))
      return kept[key] === undefined || kept[key] === value ? [] : [`${place} is another`];
    if (key === 'day') return dayOf(kept) === value ? [] : [`${place} is ${dayOf(kept)}, not ${String(value)}`];
    // The terms of a promise are the policy's with what was said here.
    const held = place === '/tolerance' ? (kept['terms'] as Record<string, unknown>)['tolerance'] : kept[key];
    if (isObject(value))
      return isObject(held)
        ? differences(value, held, place)
        : Object.keys(value).length === 0
          ? []
          : [`${place} is lost`];
    return same(value, held) ? [] : [`${place} is ${JSON.stringify(held)}, not ${JSON.stringify(value)}`];
  });
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function same(said: unknown, held: unknown): boolean {
  if (said === held || JSON.stringify(said) === JSON.stringify(held)) return true;
  if (Array.isArray(said)) return Array.isArray(held) && sameList(said, held);
  if (typeof said === 'number') return said === held;
  if (typeof said !== 'string') return false;
  if (typeof held !== 'string') return false;
  return sameZone(said, held) || Date.parse(held) === millisecondsOf(said) || sameLength(said, held);
}

/** In whatever order: the hours of a day are put into theirs. */
const sameList = (said: readonly unknown[], held: readonly unknown[]): boolean =>
  said.length === held.length &&
  said.every((one) =>
    held.some((other) =>
      isObject(one) && isObject(other) ? differences(one, other, '/0').length === 0 : same(one, other),
    ),
  );

/** A zone’s name is kept as the database spells it. */
const sameZone = (said: string, held: string): boolean =>
  /^[A-Za-z_]+(\/[A-Za-z_]+)+$/.test(held) && said.toLowerCase() === held.toLowerCase();

const millisecondsOf = (text: string): number => Date.parse(text.replace(/(\.\d{3})\d+/, '$1'));

const sameLength = (said: string, held: string): boolean =>
  lengthOf(said) !== undefined && lengthOf(said) === lengthOf(held);

function lengthOf(text: string): number | undefined {
  const parts = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?)?$/.exec(text);
  if (!parts) return undefined;
  const [days, hours, minutes, seconds] = [1, 2, 3, 4].map((part) => Number(parts[part] ?? 0)) as [
    number,
    number,
    number,
    number,
  ];
  return Math.round((((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1_000);
}

function dayOf(window: Record<string, unknown>): string {
  const due = new Date(String(window['due']));
  return Number.isNaN(due.getTime())
    ? 'none'
    : new Intl.DateTimeFormat('sv-SE', { timeZone: String(window['timeZone']) }).format(due);
}
