import fc from 'fast-check';
import {
  ANSWERS,
  type CommitmentCommand,
  type CommitmentEntry,
  NEEDS,
  PARTIES,
  PURPOSES,
  type Terms,
} from '../commitment/index.js';
import { type CalendarEdition, duration, type OpenHours, type Span, workingTime } from '../time/index.js';
import * as c from './commands.fixture.js';
import { accepted, quarter, quarters } from './histories.fixture.js';

/** Histories in which anything may happen, under any terms; hours and half hours, so that much happens at once. */

const HOUR = 3_600_000;
const WINDOWS = [
  ...['Mon 12:00', 'Mon 20:00', 'Tue 12:00', 'Tue 09:00–Tue 12:00', 'Tue 10:00–Tue 12:00', 'Wed 12:00'],
  ...['Wed 09:00–Wed 12:00', 'Thu 07:30', 'Fri 12:00', 'Sat 23:00'],
];
const windows = fc.constantFrom(...WINDOWS);
const parties = fc.constantFrom(...PARTIES);
const complaints = fc.constantFrom('c1', 'c2');

const hours = (most: number): fc.Arbitrary<number> => fc.integer({ min: 0, max: most * 2 }).map((half) => half / 2);

/** Elapsed, in open hours, or in business days. */
const spans = (most: number): fc.Arbitrary<Span> =>
  fc.oneof(
    { weight: 3, arbitrary: hours(most).map((length) => duration(length * HOUR)) },
    hours(most / 2).map((length) => ({ businessTime: duration(length * HOUR) })),
    fc.integer({ min: 0, max: 2 }).map((businessDays) => ({ businessDays })),
  );

/** Any of the rules may be missing. */
export const anyTerms: fc.Arbitrary<Partial<Terms>> = fc.record(
  {
    grace: spans(3),
    warnBefore: spans(4),
    advanceNoticeLead: spans(24),
    tellWithin: spans(12),
    minimumNotice: spans(8),
    followUpWithin: spans(48),
    followUpAttempts: fc.integer({ min: 1, max: 3 }),
    answerWithin: spans(24),
    pausesStopClock: fc.boolean(),
  },
  { requiredKeys: [] },
);
const termsOf = (rules: Partial<Terms>): Terms => ({ policy: 'any', tolerance: duration(0), ...rules });

const OFFICE: OpenHours[] = [
  { opens: '09:00', closes: '12:00' },
  { opens: '13:00', closes: '18:00' },
];
const calendar = (weekly: CalendarEdition['weekly'], special: CalendarEdition['special'] = {}): CalendarEdition => ({
  ...{ timeZone: 'UTC', weekly, special, source: 'a test' },
  ...{ validFrom: '2020-01-01', validTo: '2030-12-31' },
});

export const CALENDARS = [
  workingTime(calendar({ mon: OFFICE, tue: OFFICE, wed: OFFICE, thu: OFFICE, fri: OFFICE })),
  // A night shift, and a holiday in the middle.
  workingTime(
    calendar(
      { mon: [{ opens: '20:00', closes: '04:00' }], wed: [{ opens: '00:00', closes: '24:00' }], sat: OFFICE },
      { '2024-01-04': [{ opens: '10:00', closes: '10:30' }] },
    ),
  ),
] as const;

/** Half hours of the first days most often: then much is due while it happens. */
const moments = fc.oneof({ weight: 3, arbitrary: fc.integer({ min: 0, max: 56 }).map((half) => half * 2) }, quarters);

type Happening = (at: string) => CommitmentCommand;
const saying = <T>(
  arbitrary: fc.Arbitrary<T>,
  say: (said: T, at: string) => CommitmentCommand,
): fc.Arbitrary<Happening> => arbitrary.map((said) => (at: string) => say(said, at));

const tellings = fc
  .record({
    window: fc.option(windows, { nil: undefined, freq: 4 }),
    purpose: fc.constantFrom(...PURPOSES),
    reached: fc.constantFrom(true, true, true, false),
    answer: fc.constantFrom(...ANSWERS),
  })
  .map(({ window, answer, ...how }) => ({
    ...how,
    ...(window !== undefined && { window }),
    answer: how.reached ? answer : ('none' as const),
  }));

const happenings: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 5,
    arbitrary: saying(fc.record({ to: windows, initiator: parties }), (said, at) => c.reschedule({ at, ...said })),
  },
  { weight: 6, arbitrary: saying(tellings, (said, at) => c.tell({ at, ...said })) },
  { weight: 2, arbitrary: saying(fc.constant(undefined), (_, at) => c.fulfil({ at })) },
  { weight: 2, arbitrary: saying(moments, (n, at) => c.fulfil({ at, between: quarter(n) })) },
  { weight: 1, arbitrary: saying(parties, (by, at) => c.withdraw({ at, by })) },
  { weight: 4, arbitrary: saying(fc.constantFrom(true, false, false), (reached, at) => c.call({ at, reached })) },
  {
    weight: 3,
    arbitrary: saying(fc.record({ complaint: complaints, need: fc.constantFrom(...NEEDS) }), (said, at) =>
      c.complain({ at, ...said }),
    ),
  },
  { weight: 3, arbitrary: saying(complaints, (complaint, at) => c.answer({ at, complaint })) },
  { weight: 2, arbitrary: saying(fc.constant(undefined), (_, at) => c.pause({ at })) },
  { weight: 2, arbitrary: saying(fc.constant(undefined), (_, at) => c.resume({ at })) },
  saying(anyTerms, (rules, at) => ({ ...c.reapply({}, at), data: { terms: termsOf(rules) } })),
  { weight: 2, arbitrary: saying(fc.integer({ min: 2, max: 12 }), (n, at) => c.voidEntry(n, at)) },
  { weight: 1, arbitrary: saying(fc.constantFrom(1, 2, 3), (n, at) => c.voidEntry(n, at)) },
);

export interface WideHistory {
  entries: CommitmentEntry[];
  working: (typeof CALENDARS)[number];
  forgottenAt?: string;
}

/** As they were recorded: whatever the decider refuses is not part of them. */
export const wideHistories: fc.Arbitrary<WideHistory> = fc
  .record({
    due: windows,
    plan: fc.option(windows, { nil: undefined, freq: 5 }),
    rules: anyTerms,
    rest: fc.array(fc.tuple(happenings, moments), { maxLength: 14 }),
    working: fc.constantFrom(...CALENDARS),
    forgotten: fc.option(moments, { nil: undefined, freq: 4 }),
  })
  .map(({ due, plan, rules, rest, working, forgotten }) => {
    const promise = c.promised({ due, ...(plan !== undefined && { plan }), data: { terms: termsOf(rules) } });
    const entries = rest.reduce((past, [happening, n]) => accepted(past, happening(quarter(n))), accepted([], promise));
    return { entries, working, ...(forgotten !== undefined && { forgottenAt: quarter(forgotten) }) };
  });
