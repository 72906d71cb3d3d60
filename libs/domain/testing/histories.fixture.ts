import fc from 'fast-check';
import { type CommitmentCommand, type CommitmentEntry, commitmentFrom } from '../commitment/index.js';
import { Refusal } from '../refusal.js';
import { duration, instant } from '../time/index.js';
import * as c from './commands.fixture.js';
import { entriesOf } from './given.fixture.js';
import { on, spoken } from './week.fixture.js';

/** Quarters of an hour from Monday 08:00 to Saturday 08:00. */
const QUARTERS = 5 * 96;
export const quarter = (n: number): string => spoken(instant(on('Mon 08:00') + n * 900_000));
export const quarters = fc.integer({ min: 1, max: QUARTERS });
const windows = fc.constantFrom('Tue 12:00', 'Wed 12:00', 'Wed 09:00–Wed 12:00', 'Thu 12:00', 'Fri 12:00');
const parties = fc.constantFrom('provider', 'customer');
const complaints = fc.constantFrom('c1', 'c2');

/** What may happen to a commitment, most often what moves it. */
const happenings: fc.Arbitrary<(at: string) => CommitmentCommand> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.tuple(windows, parties).map(
      ([to, initiator]) =>
        (at: string) =>
          c.reschedule({ at, to, initiator }),
    ),
  },
  {
    weight: 4,
    arbitrary: fc.tuple(windows, fc.constantFrom({ reached: false }, { answer: 'declined' as const }, {}, {})).map(
      ([window, how]) =>
        (at: string) =>
          c.tell({ at, window, ...how }),
    ),
  },
  fc
    .constantFrom('advance-notice' as const, 'withdrawal' as const)
    .map((purpose) => (at: string) => c.tell({ at, purpose })),
  { weight: 2, arbitrary: fc.boolean().map((leftUndone) => (at: string) => c.fulfil({ at, leftUndone })) },
  fc.constant((at: string) => c.fulfil({ at, between: 'Mon 07:00' })),
  parties.map((by) => (at: string) => c.withdraw({ at, by })),
  fc.boolean().map((reached) => (at: string) => c.call({ at, reached })),
  complaints.map((complaint) => (at: string) => c.complain({ at, complaint })),
  complaints.map((complaint) => (at: string) => c.answer({ at, complaint })),
  fc.constant((at: string) => c.pause({ at })),
  fc.constant((at: string) => c.resume({ at })),
  fc.constant((at: string) => c.reapply({ tolerance: duration(7_200_000) }, at)),
  { weight: 2, arbitrary: fc.integer({ min: 2, max: 8 }).map((n) => (at: string) => c.voidEntry(n, at)) },
);

/** Histories as they were recorded: whatever the decider refuses is not part of them. */
const events = fc.tuple(happenings, quarters);
export const anyTimes = historiesOf(fc.array(events, { maxLength: 12 }));
export const distinctTimes = historiesOf(fc.uniqueArray(events, { maxLength: 12, selector: ([, n]) => n }));

function historiesOf(
  happened: fc.Arbitrary<[(at: string) => CommitmentCommand, number][]>,
): fc.Arbitrary<CommitmentEntry[]> {
  return fc.tuple(windows, happened).map(([due, rest]) => {
    const entries = accepted([], c.promised({ due, requested: 'Tue 09:00' }));
    return rest.reduce((past, [happening, n]) => accepted(past, happening(quarter(n))), entries);
  });
}

/** The entries with those that a command adds, or without where it is refused. */
export function accepted(entries: CommitmentEntry[], command: CommitmentCommand): CommitmentEntry[] {
  try {
    return [...entries, ...entriesOf(command, commitmentFrom(entries), entries.length)];
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return entries;
  }
}
