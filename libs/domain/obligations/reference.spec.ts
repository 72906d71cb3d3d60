import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isDeepStrictEqual } from 'node:util';
import { type CommitmentEntry, commitmentFrom, type Terms } from '../commitment/index.js';
import { recordAll } from '../testing/given.fixture.js';
import { quarter } from '../testing/histories.fixture.js';
import { type Misreading, reading } from '../testing/misreading.fixture.js';
import { type Scenario } from '../testing/scenario.fixture.js';
import { SCENARIOS } from '../testing/scenarios.fixture.js';
import { on, spoken } from '../testing/week.fixture.js';
import { CALENDARS, wideHistories } from '../testing/wide-histories.fixture.js';
import { type Instant, instant, type Span } from '../time/index.js';
import { breachedAt, type Circumstances, obligationsOf, stateAt } from './index.js';
import { type Owing, owingOf } from './reference.fixture.js';

const SHORT = {
  keep: 'keep',
  'announce-change': 'announce',
  'advance-notice': 'adv',
  'follow-up': 'follow',
  'answer-complaint': 'answer',
} as const;

function answered({ commands, at }: Scenario): string {
  const entries = recordAll(commands);
  const owings = owingOf(entries, on(at));
  if (owings.every(({ state }) => state === 'void') && owings.some(({ kind }) => kind === 'follow-up'))
    return 'all void';
  const of = (kind: Owing['kind']): Owing[] => owings.filter((one) => one.kind === kind);
  const advice = of('keep').map(({ entry }) => of('advance-notice').find((one) => one.entry === entry));
  return [
    ...[...of('keep'), ...of('announce-change')].map(inWords),
    ...advice.map((one) => (one ? inWords(one).replace(/@.* void/, ' void') : 'adv none')),
    ...of('follow-up').map(inWords),
  ].join('; ');
}

function inWords({ kind, deadline, state, breachedAt: at }: Owing): string {
  const when = at === undefined || at === deadline ? '' : `@${spoken(at)}`;
  return `${SHORT[kind]}@${spoken(deadline)} ${state}${when}`;
}

describe('the reference', () => {
  it.each(SCENARIOS)('says the small history $number: $history', (scenario) =>
    expect(answered(scenario)).toBe(scenario.obligations),
  );
});

/** What the derivation says, in the reference's form. */
function derivedFrom({ entries, circumstances, at }: Question): Owing[] {
  return obligationsOf(commitmentFrom(entries), at, circumstances).map((one) => {
    const { kind, entry, since, deadline } = one;
    const state = stateAt(one, at);
    const breach = breachedAt(one, at);
    return {
      ...{ kind, entry, since, deadline, state, stopped: one.stoppedAt !== undefined && state === 'open' },
      ...(breach !== undefined && { breachedAt: breach }),
    };
  });
}

interface Question {
  entries: CommitmentEntry[];
  circumstances: Circumstances;
  at: Instant;
}

/** A history, and a moment about when it happens. */
const questions: fc.Arbitrary<Question> = fc
  .tuple(wideHistories, fc.integer({ min: -1, max: 300 }))
  .map(([{ entries, working, forgottenAt }, later]) => {
    const circumstances = { working, ...(forgottenAt !== undefined && { forgottenAt: on(forgottenAt) }) };
    const at = instant(on(quarter(0)) + later * 1_800_000);
    const calendar = CALENDARS.indexOf(working);
    return {
      entries,
      circumstances,
      at,
      [fc.toStringMethod]: () => JSON.stringify({ calendar, forgottenAt, at, entries }),
    };
  });

const said = (owings: Owing[]): string[] => owings.map((one) => JSON.stringify(one, PARTS)).sort();
const PARTS: (keyof Owing)[] = ['kind', 'entry', 'since', 'deadline', 'state', 'breachedAt', 'stopped'];

const answeredTo = ({ entries, at, circumstances }: Question): string[] => said(owingOf(entries, at, circumstances));

const SEED = 1_963;

describe('what is owed', () => {
  it('is what the reference says', () => {
    fc.assert(
      fc.property(questions, (question) => expect(said(derivedFrom(question))).toEqual(answeredTo(question))),
      { numRuns: Number(process.env['KEPT_HISTORIES'] ?? 2_000) },
    );
  });
});

/** Other entries or circumstances, from which the right rules come to the wrong answer. */
type Mistake = (question: Question) => Question;

const inEntries =
  (misread: Misreading): Mistake =>
  (question) => ({ ...question, entries: misread(question.entries) });
const inTerms = (terms: (terms: Terms) => object): Mistake =>
  inEntries(
    (entries) =>
      entries.map((entry) =>
        'terms' in entry.data
          ? { ...entry, data: { ...entry.data, terms: { ...entry.data.terms, ...terms(entry.data.terms) } } }
          : entry,
      ) as CommitmentEntry[],
  );
const without = (type: CommitmentEntry['type']): Mistake =>
  inEntries((entries) => entries.filter((entry) => entry.type !== type));
const elapsed = (span: Span | undefined): Span | undefined =>
  typeof span === 'object' && 'businessTime' in span ? span.businessTime : span;

const MISTAKES: Record<string, Mistake> = {
  'a pause moves nothing': without('ClockPaused'),
  'a pause has no end': without('ClockResumed'),
  'what policies say of pauses does not matter': inTerms(() => ({ pausesStopClock: true })),
  'what was voided stands': without('EntryVoided'),
  'a policy is not applied again': without('PolicyReapplied'),
  'late entries happened when they were recorded': inEntries((entries) =>
    entries.map((entry, index) => ({
      ...entry,
      occurredAt: instant(Math.max(...entries.slice(0, index + 1).map(({ occurredAt }) => occurredAt))),
    })),
  ),
  'a call that did not reach anybody is an answer': inEntries(reading('reached', true)),
  'attempts are not counted': inTerms(() => ({ followUpAttempts: undefined })),
  'advance notice is a notification like any other': inEntries(reading('purpose', 'progress')),
  'any notification is one of a withdrawal': inEntries(reading('purpose', 'withdrawal')),
  'a customer’s reschedule is one like any other': inEntries(reading('initiator', 'provider')),
  'a provider’s reschedule is the customer’s': inEntries(reading('initiator', 'customer')),
  'only the customer withdraws': inEntries(reading('by', 'customer')),
  'an interval is its last moment': inEntries(reading('interval', undefined)),
  'declined was accepted': inEntries(reading('answer', 'accepted')),
  'complaints are one and the same': inEntries(reading('complaint', 'c1')),
  'no grace': inTerms(() => ({ grace: 0 })),
  'no notice': inTerms(() => ({ minimumNotice: undefined })),
  'open hours are hours': inTerms(({ grace, tellWithin, minimumNotice }) => ({
    grace: elapsed(grace),
    tellWithin: elapsed(tellWithin),
    minimumNotice: elapsed(minimumNotice),
  })),
  'another calendar': (question) => {
    const other = CALENDARS.find((working) => working !== question.circumstances.working)!;
    return { ...question, circumstances: { ...question.circumstances, working: other } };
  },
  'nobody is forgotten': ({ circumstances: { forgottenAt: _, ...circumstances }, ...question }) => ({
    ...question,
    circumstances,
  }),
  'who is forgotten was never known': (question) =>
    question.circumstances.forgottenAt === undefined
      ? question
      : { ...question, circumstances: { ...question.circumstances, forgottenAt: question.entries[0]!.occurredAt } },
  'a deadline passes when it comes': (question) => ({ ...question, at: instant(question.at + 1) }),
};

describe('a wrong rule shows', () => {
  const samples = fc.sample(questions, { numRuns: 800, seed: SEED });
  const right = samples.map((question) => said(derivedFrom(question)));

  it('where the right ones do not', () => expect(samples.map(answeredTo)).toEqual(right));

  it.each(Object.entries(MISTAKES))('%s', (_, mistaken) => {
    const answers = samples.map((question) => answeredTo(mistaken(question)));
    expect(answers.filter((answer, index) => !isDeepStrictEqual(answer, right[index]))).not.toEqual([]);
  });
});
