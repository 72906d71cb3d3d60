import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BASES, factsOf, outcomeOn } from '../rates/index.js';
import { anyTimes, distinctTimes, quarter, quarters } from '../testing/histories.fixture.js';
import { on } from '../testing/week.fixture.js';
import { type Instant } from '../time/index.js';
import {
  type Commitment,
  commitmentAt,
  type CommitmentEntry,
  evolve,
  standingWhenMade,
  step,
  unmade,
} from './index.js';

type Fold = (entries: readonly CommitmentEntry[]) => Commitment;

/** Everything the ledger says of a commitment at a moment. */
function told(commitment: Commitment, at: Instant): unknown {
  const then = commitmentAt(commitment, at);
  return {
    status: then.status,
    standing: 'standing' in then ? then.standing : undefined,
    facts: then.status === 'unmade' ? undefined : factsOf(then),
    outcomes: BASES.map((basis) => outcomeOn(basis, then, at)),
  };
}

/** The definition, with no shortcut: by occurred at, ties in stream order, voided entries left out. */
const byDefinition: Fold = (entries) => {
  const voided = new Set(entries.flatMap((entry) => (entry.type === 'EntryVoided' ? [entry.data.entry] : [])));
  const ordered = entries.toSorted((a, b) => a.occurredAt - b.occurredAt);
  const promise = entries[0]!;
  if (promise.type !== 'PromiseMade') throw new Error('a history begins with its promise');
  if (voided.has(promise.id)) return { status: 'voided', promise, entries: ordered, voided };
  const standing = ordered.filter(({ id }) => !voided.has(id)).reduce(step, standingWhenMade(promise));
  return { status: standing.settlement ? 'settled' : 'open', promise, entries: ordered, voided, standing };
};

const live: Fold = (entries) => entries.reduce<Commitment>(evolve, unmade);

/** Mutants: each forgets one thing that live folding must not forget. */
const forgetsOrder: Fold = (entries) => {
  const [promise, ...rest] = entries as [CommitmentEntry, ...CommitmentEntry[]];
  const made = live([promise]);
  if (!('standing' in made)) return made;
  const standing = rest.reduce(step, made.standing);
  return { ...made, entries, standing, status: standing.settlement ? 'settled' : 'open' };
};
const forgetsVoids: Fold = (entries) => live(entries.filter(({ type }) => type !== 'EntryVoided'));

/** What is wrong with a fold, with an example; `undefined` where the law holds. */
type Law = (fold: Fold) => string | undefined;

function problem<T>(property: fc.IProperty<T>): string | undefined {
  return fc.defaultReportMessage(fc.check(property, { numRuns: 300 }));
}

const replayIsLive: Law = (fold) =>
  problem(
    fc.property(anyTimes, (entries) => {
      entries.forEach((_, index) => {
        const soFar = entries.slice(0, index + 1);
        expect(fold(soFar)).toEqual(byDefinition(soFar));
      });
    }),
  );

/** The promise comes first, and a void after what it voids; apart from that, any order. */
const reordered = distinctTimes.chain((entries) =>
  fc.shuffledSubarray(entries.slice(1), { minLength: entries.length - 1 }).map((rest) => {
    const [facts, voids] = [
      rest.filter(({ type }) => type !== 'EntryVoided'),
      rest.filter(({ type }) => type === 'EntryVoided'),
    ];
    return [entries, [entries[0]!, ...facts, ...voids]] as const;
  }),
);

const recordingOrderIsNoFact: Law = (fold) =>
  problem(
    fc.property(reordered, quarters, ([entries, others], n) => {
      const at = on(quarter(n));
      expect(told(fold(others), at)).toEqual(told(fold(entries), at));
    }),
  );

const aVoidIsAbsence: Law = (fold) =>
  problem(
    fc.property(anyTimes, fc.nat(), quarters, (entries, choice, n) => {
      const voidable = entries.slice(1).filter(({ type }) => type !== 'EntryVoided');
      fc.pre(voidable.length > 0);
      const mistaken = voidable[choice % voidable.length]!;
      const at = on(quarter(n));
      const metadata = {
        id: 'the-void',
        revision: entries.length,
        occurredAt: on('Sat 12:00'),
        recordedAt: on('Sun 00:00'),
      };
      const voided = fold([
        ...entries,
        { ...metadata, type: 'EntryVoided', data: { entry: mistaken.id, reason: 'mistaken' } },
      ]);
      expect(told(voided, at)).toEqual(told(fold(entries.filter((entry) => entry !== mistaken)), at));
    }),
  );

const LAWS: [law: string, problemOf: Law, mutant: Fold][] = [
  ['replay is live: folding step by step is folding all at once', replayIsLive, forgetsOrder],
  ['the order of recording does not change what was true', recordingOrderIsNoFact, forgetsOrder],
  ['a voided entry never was', aVoidIsAbsence, forgetsVoids],
];

describe('laws of the fold', () => {
  it.each(LAWS)('%s', (_, problemOf) => expect(problemOf(live)).toBeUndefined());

  it.each(LAWS)('%s — and a fold that breaks it is caught', (_, problemOf, mutant) =>
    expect(problemOf(mutant)).toContain('Property failed'),
  );

  it('what is true at a moment does not depend on what happened after it', () =>
    fc.assert(
      fc.property(anyTimes, quarters, (entries, n) => {
        const at = on(quarter(n));
        const until = entries.filter(({ type, occurredAt }) => occurredAt <= at || type === 'EntryVoided');
        expect(told(live(entries), at)).toEqual(told(live(until), at));
      }),
      { numRuns: 300 },
    ));

  it('a commitment has one settlement at most, and it is the first that stands', () =>
    fc.assert(
      fc.property(anyTimes, (entries) => {
        const commitment = live(entries);
        const settlements = entries.filter(
          ({ id, type }) =>
            (type === 'PromiseFulfilled' || type === 'CommitmentWithdrawn') &&
            'voided' in commitment &&
            !commitment.voided.has(id),
        );
        expect(settlements.length).toBeLessThanOrEqual(1);
        expect(commitment.status).toBe(settlements.length === 1 ? 'settled' : 'open');
      }),
      { numRuns: 300 },
    ));
});
