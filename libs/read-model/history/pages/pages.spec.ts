import {
  type CommitmentEvent,
  type CustomerEvent,
  duration,
  type Entry,
  type Instant,
  type PromisedWindow,
  type PromiseMade,
  type TimeZone,
} from '#kept/domain';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type EntrySubject } from '../../projection.js';
import { type Entry as AnyEntry } from './entry-types.js';
import { pagesIn } from './fetch.js';
import { streamsIn } from './read.js';
import { textOf } from './write.js';

const instants = fc.integer({ min: -62_135_596_800_000, max: 253_402_300_799_999 }).map((at) => at as Instant);
const zones = fc.constantFrom('Asia/Shanghai', 'UTC') as fc.Arbitrary<TimeZone>;
const windows: fc.Arbitrary<PromisedWindow> = fc
  .record(
    { from: instants, due: instants, timeZone: zones },
    { requiredKeys: ['due', 'timeZone'], noNullPrototype: true },
  )
  .map((window) => window);
const names = fc.string({ minLength: 1 });
const warnings = fc.constantFrom([], ['due-already-past'], ['due-already-past', 'told-window-already-past']);
const note = { personal: fc.constant({ note: 'Frau Li' }) };

function record<T>(required: Record<string, fc.Arbitrary<unknown>>, optional: Record<string, fc.Arbitrary<unknown>>) {
  return fc.record(
    { ...required, ...optional },
    { requiredKeys: Object.keys(required), noNullPrototype: true },
  ) as fc.Arbitrary<T>;
}

const promises = record<PromiseMade['data']>(
  {
    customer: names,
    team: names,
    owner: names,
    kind: names,
    promised: windows,
    plan: windows,
    levels: fc.constantFrom({}, { quality: { adequate: 3 } }),
    clarity: fc.constant('explicit'),
    source: fc.constant('company'),
    contactMode: fc.constant('human-machine'),
    terms: fc.constant({ policy: '1', tolerance: duration(0), grace: duration(5) }),
    warnings,
  },
  { segment: names, requested: windows, recoveryOf: names, personal: fc.constant({ what: 'the lift' }) },
);

/** What every type of entry may say. The compiler says which is missing. */
const DATA: { [T in Exclude<CommitmentEvent['type'], 'PromiseMade'> | CustomerEvent['type']]: fc.Arbitrary<object> } = {
  CustomerNotified: record(
    { purpose: names, channel: names, reached: fc.boolean(), answer: names, warnings },
    { conveyed: windows, ...note },
  ),
  CommitmentRescheduled: record(
    { from: windows, to: windows, reason: names, initiator: names, warnings },
    { displacedBy: names, ...note },
  ),
  PromiseFulfilled: record(
    { levels: fc.constantFrom({}, { price: 7 }), leftUndone: fc.boolean(), evidence: fc.array(names) },
    { interval: fc.constant({ notBefore: 1, notAfter: 2 }), ...note },
  ),
  CommitmentWithdrawn: record({ by: names, reason: names }, note),
  FollowUpCallMade: record(
    { reached: fc.boolean() },
    { problemPersists: fc.boolean(), satisfaction: fc.nat(5), ...note },
  ),
  ComplaintRaised: record({ complaint: names, need: names }, note),
  ComplaintAnswered: record({ complaint: names }, note),
  ClockPaused: record({ reason: names }, {}),
  ClockResumed: record({ reason: names }, {}),
  BreachForeseen: record({ obligation: fc.constant({ kind: 'keep', entry: 'e' }), deadline: instants }, {}),
  BreachDeclared: record({ deadline: instants, historic: fc.boolean() }, {}),
  BreachRetracted: record({ deadline: instants, cause: names }, {}),
  EntryVoided: record({ entry: names, reason: names }, note),
  PolicyReapplied: record({ terms: fc.constant({ policy: '2', tolerance: duration(1) }) }, {}),
  CustomerRegistered: record({}, { segment: names, timeZone: zones, personal: fc.constant({ name: 'Frau Li' }) }),
  ExpectationStated: record({ expectation: names, level: fc.constant({ desired: 1 }) }, note),
  ExpectationCorrected: record({ expectation: names, reason: names }, note),
  SatisfactionReported: record({ measure: names, score: fc.nat() }, { commitment: names, ...note }),
  CustomerForgotten: record({ reason: names }, {}),
};

type Said = { type: string; data: object; at: Instant; late: number };
const said = (type: string, data: fc.Arbitrary<object>): fc.Arbitrary<Said> =>
  fc.record({ type: fc.constant(type), data, at: instants, late: fc.nat() }, { noNullPrototype: true });
const CUSTOMERS = [
  'CustomerRegistered',
  'ExpectationStated',
  'ExpectationCorrected',
  'SatisfactionReported',
  'CustomerForgotten',
];
const sayings = Object.entries(DATA).map(([type, data]) => ({ type, arbitrary: said(type, data) }));
const ofCustomers = fc.oneof(...sayings.filter(({ type }) => CUSTOMERS.includes(type)).map((one) => one.arbitrary));
const ofCommitments = fc.oneof(...sayings.filter(({ type }) => !CUSTOMERS.includes(type)).map((one) => one.arbitrary));

/** Entries of one stream, on pages of some, with gaps between their positions. */
function subjectsOf(entries: readonly Said[], stream: number, entriesAPage: number, id?: string): EntrySubject[] {
  let page = stream;
  const made = entries.map(
    ({ type, data, at, late }, revision) =>
      ({ type, data, id: `e${revision}`, revision, occurredAt: at, recordedAt: at + late }) as AnyEntry,
  );
  const promise = made[0] as Entry<PromiseMade>;
  return made.map((entry, revision) => {
    const position = stream + 3 * revision;
    if (revision % entriesAPage === 0) page = position;
    return { position, page, stream, customer: 'li', entry, ...(id !== undefined && { commitment: { id, promise } }) };
  });
}

/** The texts of their pages, in an order that the seed comes to. */
function textsOf(subjects: readonly EntrySubject[], seed: number): string[] {
  const texts = new Map<number, string>();
  for (const subject of subjects) texts.set(subject.page, (texts.get(subject.page) ?? '') + textOf(subject));
  return [...texts.values()]
    .map((text, n) => ({ text, by: (n * 7_919 * seed) % 31 }))
    .sort((a, b) => a.by - b.by)
    .map(({ text }) => text);
}

const without = (entry: AnyEntry, position: number) => ({
  ...entry,
  data: Object.fromEntries(Object.entries(entry.data).filter(([key]) => key !== 'personal')),
  position,
});

describe('pages of entries', () => {
  it('hold what was said, less what is personal, whatever it is and however it is divided', () => {
    fc.assert(
      fc.property(
        said('PromiseMade', promises),
        fc.array(ofCommitments),
        fc.array(ofCustomers, { minLength: 1 }),
        fc.integer({ min: 1, max: 5 }),
        fc.nat(60),
        fc.nat(30),
        (promise, rest, general, entriesAPage, through, seed) => {
          const one = subjectsOf([promise, ...rest], 1, entriesAPage, 'k-1');
          const other = subjectsOf(general, 2, entriesAPage);
          const texts = textsOf([...one, ...other], seed);
          expect(texts.join()).not.toMatch(/Frau Li|the lift/);
          // As the database puts them together.
          const read = [...streamsIn(pagesIn(`[[0${texts.join('],[0')}]]`), through)];
          const begun = [one, other].filter(([first]) => first!.position <= through);
          const expected = begun.map((subjects) =>
            subjects.flatMap(({ entry, position }) => (position <= through ? [without(entry, position)] : [])),
          );
          // Not a key more: an absent part is no part that is undefined.
          expect(read.map(({ entries }) => entries)).toStrictEqual(expected);
          expect(read.map(({ commitment }) => commitment)).toEqual(['k-1', undefined].slice(0, begun.length));
        },
      ),
    );
  });
});
