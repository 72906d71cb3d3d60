import {
  type Commitment,
  type CommitmentEntry,
  type Settlement,
  type Standing,
  standingWhenMade,
  step,
  unmade,
  type Warning,
} from '../commitment/index.js';
import { type Instant, type PromisedWindow, sameWindow } from '../time/index.js';

/** What an entry moved; `before` is absent where it began. */
export interface Change {
  before?: PromisedWindow;
  after: PromisedWindow;
}

/** What an entry did to the commitment when it occurred, by all that is known of it. */
export interface Effect {
  plan?: Change;
  expectation?: Change;
  /** The window first promised: a customer's reschedule is a new agreement and moves it too. */
  first?: Change;
  settlement?: Settlement;
  /** The provider moved the plan and the expectation stayed where it was: nobody had told the customer. */
  silentSlip: boolean;
  /** The entry was voided, or its promise was: it has no effect. */
  voided: boolean;
  warnings: readonly Warning[];
}

/** One entry, and its effect. */
export interface Step<E extends CommitmentEntry = CommitmentEntry> extends Effect {
  entry: E;
}

/** A commitment, and how it came to stand where it stands. */
export interface CommitmentHistory<E extends CommitmentEntry = CommitmentEntry> {
  commitment: Commitment;
  /** By occurred at, ties in stream order. */
  steps: readonly Step<E>[];
}

/**
 * What each entry of a commitment changed. Entries that occurred after `at` are left out; voids are knowledge about the
 * record and count whenever they were made, as in `commitmentAt`.
 * @param entries of one commitment, in stream order; entries that are not known yet are left out by the caller
 */
export function historyOf<E extends CommitmentEntry>(entries: readonly E[], at: Instant): CommitmentHistory<E> {
  const steps: Step<E>[] = [];
  const commitment = historyIn(entries, at, (entry) => {
    const one: Step<E> = { entry, silentSlip: false, voided: false, warnings: NO_WARNINGS };
    steps.push(one);
    return one;
  });
  return { commitment, steps };
}

/**
 * The same, told in steps of the caller's own: there may be thousands, and each would else be made twice.
 * @param stepFor makes the step of an entry, without any effect; what it did is then written on it. By occurred at, ties
 * in stream order
 */
export function historyIn<E extends CommitmentEntry>(
  entries: readonly E[],
  at: Instant,
  stepFor: (entry: E) => Effect,
): Commitment {
  const [promise] = entries;
  if (promise?.type !== 'PromiseMade' || promise.occurredAt > at) return unmade;
  const voided = voidedIn(entries);
  const occurred = occurredUntil(entries, at);
  if (voided.has(promise.id)) {
    for (const entry of occurred) withoutEffect(stepFor(entry), entry);
    return { status: 'voided', promise, entries: occurred, voided };
  }
  let standing: Standing = standingWhenMade(promise);
  for (const entry of occurred) {
    const one = withoutEffect(stepFor(entry), entry);
    if (entry === promise) begin(one, standing);
    else if (!voided.has(entry.id)) {
      const before = standing;
      standing = step(before, entry);
      take(one, entry, before, standing);
    }
  }
  const status = standing.settlement ? 'settled' : 'open';
  return { status, promise, entries: occurred, voided, standing };
}

const NONE: ReadonlySet<string> = new Set();

function voidedIn(entries: readonly CommitmentEntry[]): ReadonlySet<string> {
  let voided: Set<string> | undefined;
  for (const entry of entries) if (entry.type === 'EntryVoided') (voided ??= new Set()).add(entry.data.entry);
  return voided ?? NONE;
}

/** By occurred at; mostly they are already, and a customer has thousands of such lists. */
function occurredUntil<E extends CommitmentEntry>(entries: readonly E[], at: Instant): readonly E[] {
  let last = -Infinity;
  for (const { occurredAt } of entries) {
    // The sort is stable: ties stay in stream order.
    if (occurredAt < last || occurredAt > at)
      return entries.filter((entry) => entry.occurredAt <= at).sort((a, b) => a.occurredAt - b.occurredAt);
    last = occurredAt;
  }
  return entries;
}

function withoutEffect(one: Effect, entry: CommitmentEntry): Effect {
  one.warnings = warningsOf(entry);
  // Voids themselves are never voided: they are why the others have no effect.
  one.voided = entry.type !== 'EntryVoided';
  return one;
}

// Parts are added one by one and not with spreads, which would take most of the time.

function begin(one: Effect, { plan, expectation, first }: Standing): void {
  one.voided = false;
  one.plan = { after: plan };
  one.expectation = { after: expectation };
  one.first = { after: first };
}

function take(one: Effect, entry: CommitmentEntry, before: Standing, after: Standing): void {
  one.voided = false;
  // What did not move is the same object.
  if (before === after) return;
  const plan = change(before.plan, after.plan);
  const expectation = change(before.expectation, after.expectation);
  const first = change(before.first, after.first);
  if (plan) one.plan = plan;
  if (expectation) one.expectation = expectation;
  if (first) one.first = first;
  if (after.settlement && !before.settlement) one.settlement = after.settlement;
  one.silentSlip = isSilentSlip(entry, plan, after);
}

/** A plan that moves to what the customer already expects — told first, moved afterwards — slips past nobody. */
function isSilentSlip(entry: CommitmentEntry, plan: Change | undefined, after: Standing): boolean {
  return (
    entry.type === 'CommitmentRescheduled' &&
    entry.data.initiator === 'provider' &&
    plan !== undefined &&
    !sameWindow(after.plan, after.expectation)
  );
}

function change(before: PromisedWindow, after: PromisedWindow): Change | undefined {
  return before === after || sameWindow(before, after) ? undefined : { before, after };
}

const NO_WARNINGS: readonly Warning[] = [];

function warningsOf({ data }: CommitmentEntry): readonly Warning[] {
  return 'warnings' in data ? data.warnings : NO_WARNINGS;
}
