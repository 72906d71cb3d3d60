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

/** One entry, and what it did to the commitment when it occurred, by all that is known of it. */
export interface Step {
  entry: CommitmentEntry;
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

/** A commitment, and how it came to stand where it stands. */
export interface CommitmentHistory {
  commitment: Commitment;
  /** By occurred at, ties in stream order. */
  steps: readonly Step[];
}

/**
 * What each entry of a commitment changed. Entries that occurred after `at` are left out; voids are knowledge about the
 * record and count whenever they were made, as in `commitmentAt`.
 * @param entries of one commitment, in stream order; entries that are not known yet are left out by the caller
 */
export function historyOf(entries: readonly CommitmentEntry[], at: Instant): CommitmentHistory {
  const [promise] = entries;
  if (promise?.type !== 'PromiseMade' || promise.occurredAt > at) return { commitment: unmade, steps: [] };
  const voided = new Set(entries.flatMap((entry) => (entry.type === 'EntryVoided' ? [entry.data.entry] : [])));
  // The sort is stable: ties stay in stream order.
  const occurred = entries.filter(({ occurredAt }) => occurredAt <= at).sort((a, b) => a.occurredAt - b.occurredAt);
  const recorded = { promise, entries: occurred, voided };
  if (voided.has(promise.id))
    return { commitment: { status: 'voided', ...recorded }, steps: occurred.map(withoutEffect) };

  let standing: Standing = standingWhenMade(promise);
  const steps = occurred.map((entry): Step => {
    if (entry === promise) return beginning(entry, standing);
    if (voided.has(entry.id)) return withoutEffect(entry);
    const before = standing;
    standing = step(before, entry);
    return difference(entry, before, standing);
  });
  return { commitment: { status: standing.settlement ? 'settled' : 'open', ...recorded, standing }, steps };
}

function beginning(entry: CommitmentEntry, { plan, expectation, first }: Standing): Step {
  return {
    entry,
    plan: { after: plan },
    expectation: { after: expectation },
    first: { after: first },
    silentSlip: false,
    voided: false,
    warnings: warningsOf(entry),
  };
}

function withoutEffect(entry: CommitmentEntry): Step {
  // Voids themselves are never voided: they are why the others have no effect.
  return { entry, silentSlip: false, voided: entry.type !== 'EntryVoided', warnings: warningsOf(entry) };
}

function difference(entry: CommitmentEntry, before: Standing, after: Standing): Step {
  const plan = change(before.plan, after.plan);
  const expectation = change(before.expectation, after.expectation);
  const first = change(before.first, after.first);
  const settlement = before.settlement ? undefined : after.settlement;
  return {
    entry,
    ...(plan && { plan }),
    ...(expectation && { expectation }),
    ...(first && { first }),
    ...(settlement && { settlement }),
    silentSlip: isSilentSlip(entry, plan, after),
    voided: false,
    warnings: warningsOf(entry),
  };
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
  return sameWindow(before, after) ? undefined : { before, after };
}

function warningsOf({ data }: CommitmentEntry): readonly Warning[] {
  return 'warnings' in data ? data.warnings : [];
}
