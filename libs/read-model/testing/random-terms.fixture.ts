import {
  type CalendarEdition,
  type Circumstances,
  type Commitment,
  duration,
  type Terms,
  termsOf,
  type TimeZone,
  WEEKDAYS,
  workingTime,
} from '#kept/domain';

export const HOUR = 3_600_000;
export const ZONE = 'Asia/Shanghai' as TimeZone;

/** Open from nine to six, by the clocks of the ledger's zone. */
export const EDITION: CalendarEdition = {
  timeZone: ZONE,
  weekly: Object.fromEntries(WEEKDAYS.map((day) => [day, [{ opens: '09:00', closes: '18:00' }]])),
  special: {},
  validFrom: '2024-01-01',
  validTo: '2024-12-31',
  source: 'the house',
};
const WORKING = workingTime(EDITION);

/** What the policies of these ledgers ask: nothing, everything, or some of it in working hours. */
export const POLICIES: readonly Terms[] = [
  { policy: '1', tolerance: duration(0) },
  {
    policy: '2',
    tolerance: duration(2 * HOUR),
    grace: duration(HOUR),
    warnBefore: duration(2 * HOUR),
    advanceNoticeLead: duration(4 * HOUR),
    tellWithin: duration(6 * HOUR),
    minimumNotice: duration(3 * HOUR),
    followUpWithin: duration(12 * HOUR),
    followUpAttempts: 2,
    answerWithin: duration(8 * HOUR),
  },
  {
    policy: '3',
    calendar: 'nine-to-six',
    tolerance: duration(0),
    grace: { businessTime: duration(2 * HOUR) },
    tellWithin: { businessTime: duration(4 * HOUR) },
    followUpWithin: { businessDays: 1 },
  },
];

/** Only the one team has published a calendar. */
export const mayPin = (team: string, { calendar }: Terms): boolean => calendar === undefined || team === 'north';

/** What the obligations of a commitment under these policies depend on, and under those it was bound by before. */
export const circumstancesOf = (commitment: Commitment): Circumstances => ({
  calendars: () => WORKING,
  ...(termsOf(commitment)?.calendar !== undefined && { working: WORKING }),
});
