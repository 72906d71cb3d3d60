import { commitmentCodec, streamName, teamCodec, customerCodec } from '#kept/contracts';
import {
  before,
  type Circumstances,
  type CommitmentEntry,
  type Instant,
  instant,
  isDerived,
  type ObligationReference,
  type Terms,
  workingTime,
  type WorkingTime,
} from '#kept/domain';
import { type Owing, owingOf } from '#kept/domain/testing';
import { type EventStore } from '#kept/event-store';

/** What is wrong with what the ledger has said of a commitment by itself: one sentence each. */
export async function faultsOf(store: EventStore, commitment: string, now: Instant): Promise<string[]> {
  const entries = await entriesOf(store, commitment);
  if (entries.length === 0) return [];
  const circumstances = await circumstancesOf(store, entries);
  const faults = [...new Judge(entries, circumstances).faults(now)];
  return faults.map((fault) => `${commitment}: ${fault}`);
}

type Found = Extract<CommitmentEntry, { type: 'BreachForeseen' | 'BreachDeclared' | 'BreachRetracted' }>;

const isFound = (entry: CommitmentEntry): entry is Found => isDerived(entry.type);
const keyOf = ({ kind, entry }: ObligationReference): string => `${kind} of ${entry}`;
const said = (at: number): string => new Date(at).toISOString();
const breachInWords = (key: string, deadline: Instant, at: Instant): string =>
  `${key} by ${said(deadline)} at ${said(at)}`;

class Judge {
  constructor(
    private readonly entries: readonly CommitmentEntry[],
    private readonly circumstances: (terms: Terms) => Circumstances,
  ) {}

  *faults(now: Instant): Generator<string> {
    const standing = new Map<string, string>();
    const warned = new Set<string>();
    for (const [place, entry] of this.entries.entries()) {
      if (!isFound(entry)) continue;
      const key = keyOf(entry.data.obligation);
      const { deadline } = entry.data;
      const known = this.entries.slice(0, place);
      if (entry.type === 'BreachForeseen') {
        const warning = `${key} by ${said(deadline)}`;
        if (warned.has(warning)) yield `warned twice of ${warning}`;
        warned.add(warning);
        if (this.warningAt(this.owing(known, entry.recordedAt, key), known) !== entry.occurredAt)
          yield `warned wrongly of ${warning} at ${said(entry.occurredAt)}`;
      } else if (entry.type === 'BreachDeclared') {
        if (standing.has(key)) yield `declared twice: ${key}`;
        const breach = breachInWords(key, deadline, entry.occurredAt);
        standing.set(key, breach);
        if (!this.breaches(known, entry.recordedAt).has(breach)) yield `declared what was none: ${breach}`;
      } else {
        const breach = standing.get(key);
        if (breach === undefined) yield `retracted what did not stand: ${key}`;
        standing.delete(key);
        yield* this.retractionFaults(entry, known, breach ?? '');
      }
    }
    yield* this.standingFaults(new Set(standing.values()), warned, now);
  }

  /** A retraction names an entry without which the breach stood. */
  private *retractionFaults(entry: Found, known: readonly CommitmentEntry[], breach: string): Generator<string> {
    if (this.breaches(known, entry.recordedAt).has(breach)) yield `retracted though it stands: ${breach}`;
    const cause = 'cause' in entry.data ? entry.data.cause : '';
    const place = known.findIndex(({ id }) => id === cause);
    if (place < 0) yield `retracted for no entry: ${breach}`;
    else if (!this.breaches(known.slice(0, place), entry.recordedAt).has(breach))
      yield `retracted for an entry before which there was no ${breach}`;
    else if (this.breaches(known.slice(0, place + 1), entry.recordedAt).has(breach))
      yield `retracted for an entry that left ${breach} standing`;
  }

  private *standingFaults(standing: Set<string>, warned: Set<string>, now: Instant): Generator<string> {
    const at = instant(Math.max(now, ...this.entries.map(({ recordedAt }) => recordedAt)));
    const owed = this.breaches(this.entries, at);
    for (const breach of standing) if (!owed.has(breach)) yield `stands, and is none: ${breach}`;
    for (const breach of owed) if (!standing.has(breach)) yield `never declared: ${breach}`;
    for (const owing of this.owings(this.entries, at)) {
      const warning = `${keyOf(owing)} by ${said(owing.deadline)}`;
      const warningAt = this.warningAt(owing, this.entries);
      if (warningAt !== undefined && warningAt <= at && !warned.has(warning)) yield `never warned of ${warning}`;
    }
  }

  private owings(entries: readonly CommitmentEntry[], at: Instant): Owing[] {
    return owingOf(entries, at, this.circumstances(termsIn(entries)));
  }

  private owing(entries: readonly CommitmentEntry[], at: Instant, key: string): Owing | undefined {
    return this.owings(entries, at).find((one) => keyOf(one) === key);
  }

  private breaches(entries: readonly CommitmentEntry[], at: Instant): Set<string> {
    if (entries.length === 0) return new Set();
    return new Set(
      this.owings(entries, at).flatMap((one) =>
        one.breachedAt === undefined ? [] : [breachInWords(keyOf(one), one.deadline, one.breachedAt)],
      ),
    );
  }

  /** A lead before the deadline of what is open; never before there was an obligation. */
  private warningAt(owing: Owing | undefined, entries: readonly CommitmentEntry[]): Instant | undefined {
    const terms = termsIn(entries);
    if (owing?.state !== 'open' || owing.stopped || terms.warnBefore === undefined) return undefined;
    const { working } = this.circumstances(terms);
    return instant(Math.max(owing.since, before(owing.deadline, terms.warnBefore, working)));
  }
}

/** The terms last applied, unless that was a mistake. */
function termsIn(entries: readonly CommitmentEntry[]): Terms {
  const mistakes = new Set(entries.flatMap((entry) => (entry.type === 'EntryVoided' ? [entry.data.entry] : [])));
  const [promise] = entries;
  if (promise?.type !== 'PromiseMade') throw new Error('a history begins with a promise');
  const reapplied = entries
    .filter((entry) => entry.type === 'PolicyReapplied')
    .filter(({ id }) => !mistakes.has(id) && !mistakes.has(promise.id))
    .sort((a, b) => a.occurredAt - b.occurredAt || a.revision - b.revision);
  return (reapplied.at(-1) ?? promise).data.terms;
}

export async function entriesOf(store: EventStore, commitment: string): Promise<CommitmentEntry[]> {
  const entries: CommitmentEntry[] = [];
  for await (const page of store.readStream(streamName('commitment', commitment)))
    for (const { metadata, ...event } of page) {
      const entry = commitmentCodec.decode({ ...event, ...metadata });
      if (entry) entries.push(entry);
    }
  return entries;
}

async function circumstancesOf(
  store: EventStore,
  [promise]: readonly CommitmentEntry[],
): Promise<(terms: Terms) => Circumstances> {
  if (promise?.type !== 'PromiseMade') throw new Error('a history begins with a promise');
  const calendars = new Map<string, WorkingTime>();
  for await (const page of store.readStream(streamName('team', promise.data.team)))
    for (const { metadata, ...event } of page) {
      const entry = teamCodec.decode({ ...event, ...metadata });
      if (entry?.type === 'CalendarPublished') calendars.set(entry.data.version, workingTime(entry.data.edition));
    }
  let forgottenAt: Instant | undefined;
  for await (const page of store.readStream(streamName('customer', promise.data.customer)))
    for (const { metadata, ...event } of page) {
      const entry = customerCodec.decode({ ...event, ...metadata });
      if (entry?.type === 'CustomerForgotten') forgottenAt = entry.occurredAt;
    }
  return ({ calendar = '' }) => {
    const working = calendars.get(calendar);
    return { ...(working && { working }), ...(forgottenAt !== undefined && { forgottenAt }) };
  };
}
