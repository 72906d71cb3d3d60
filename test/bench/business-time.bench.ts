import {
  type CalendarEdition,
  type Duration,
  fromLocal,
  type Instant,
  instant,
  timeZone,
  toLocal,
  WEEKDAYS,
  workingTime,
} from '#kept/domain';
import { type Measured, median, perSecond, thousands } from './report.js';

const DATES = 200_000;
const BY_HAND = 2_000;
const ROUNDS = 7;
const HOUR = 3_600_000;
const GOAL = 1_000_000;
const BEGIN = Date.UTC(2025, 0, 1);
const THREE_YEARS = 3 * 365 * 24 * HOUR;

const day = [
  { opens: '09:00', closes: '12:00' },
  { opens: '13:00', closes: '18:00' },
];

/** Five days a week with lunch, and two weeks of holidays a year, where clocks change. */
const EDITION: CalendarEdition = {
  timeZone: 'Europe/Berlin',
  weekly: { mon: day, tue: day, wed: day, thu: day, fri: day },
  special: Object.fromEntries(
    [2025, 2026, 2027, 2028].flatMap((year) =>
      ['01-01', '05-01', '10-03', '12-24', '12-25', '12-26', '12-31'].map((date) => [`${year}-${date}`, []]),
    ),
  ),
  ...{ validFrom: '2025-01-01', validTo: '2028-12-31', source: 'bench' },
};

interface Question {
  at: Instant;
  length: Duration;
  days: number;
}

/** Due dates per second of processor time, over three years of a calendar whose windows have been laid out before. */
export function benchBusinessTime(): Promise<Measured[]> {
  const working = workingTime(EDITION);
  const customers = workingTime(EDITION, { ...EDITION, timeZone: 'America/New_York' });
  const questions = questionsOf(DATES);
  const some = questions.slice(0, BY_HAND);
  for (const { at, length } of some.slice(0, 200))
    if (working.add(at, length) !== byHand(at, length)) throw new Error(`not the same due date from ${at}`);

  const reference = rate(some, ({ at, length }) => byHand(at, length));
  const line = (what: string, ask: (question: Question) => number): Measured => {
    const found = rate(questions, ask);
    return {
      what,
      result: `${thousands(found)}/s`,
      reference: `day by day: ${thousands(reference)}/s`,
      ratio: found / reference,
      goal: `≥ ${thousands(GOAL)}/s`,
      met: found >= GOAL,
    };
  };
  return Promise.resolve([
    line('due after up to 40 open hours', ({ at, length }) => working.add(at, length)),
    line('before up to 40 open hours', ({ at, length }) => working.subtract(at, length)),
    line('due after up to 10 business days', ({ at, days }) => working.addDays(at, days)),
    line('open time of up to 40 hours', ({ at, length }) => working.between(at, instant(at + length))),
    line('the next open moment', ({ at }) => working.next(at)),
    line('due in what two calendars share', ({ at, length }) => customers.add(at, length)),
  ]);
}

/** The median of some rounds, the first of which lays the windows out and is not counted. */
function rate(questions: readonly Question[], ask: (question: Question) => number): number {
  const rounds = Array.from({ length: ROUNDS }, () => {
    const began = process.cpuUsage();
    let sum = 0;
    for (const question of questions) sum += ask(question);
    if (Number.isNaN(sum)) throw new Error('not a time');
    const { user, system } = process.cpuUsage(began);
    return perSecond(questions.length, (user + system) / 1_000);
  });
  return median(rounds.slice(1));
}

/** The same questions in every run. */
function questionsOf(count: number): Question[] {
  let state = 20_260_306;
  const chance = (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  return Array.from({ length: count }, () => ({
    at: instant(BEGIN + chance(THREE_YEARS)),
    length: (1 + chance(40 * HOUR)) as Duration,
    days: 1 + chance(10),
  }));
}

const zone = timeZone(EDITION.timeZone);

/** A due date as one writes it at first: go from day to day, and take off what is open. */
function byHand(at: Instant, length: Duration): number {
  let rest: number = length;
  const { year, month, day: first } = toLocal(at, zone);
  for (let days = 0; ; days += 1) {
    const date = new Date(Date.UTC(year, month - 1, first + days));
    const weekday = WEEKDAYS[(date.getUTCDay() + 6) % 7]!;
    for (const { opens, closes } of EDITION.special[date.toISOString().slice(0, 10)] ?? EDITION.weekly[weekday] ?? []) {
      const [from, to] = [moment(date, opens), moment(date, closes)];
      const begin = Math.max(at, from);
      if (begin >= to) continue;
      if (begin + rest <= to) return begin + rest;
      rest -= to - begin;
    }
  }
}

function moment(date: Date, clock: string): Instant {
  const [hour, minute] = clock.split(':').map(Number) as [number, number];
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + 1];
  return fromLocal({ year, month, day: date.getUTCDate(), hour, minute }, zone);
}
