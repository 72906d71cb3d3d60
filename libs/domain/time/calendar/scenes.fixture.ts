import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { type CalendarEdition, type OpenHours } from './index.js';

export const MINUTE = 60_000;
export const DAY = 86_400_000;
/** How long a stage is. */
export const DAYS = 36;

/** Days on which clocks do something, and some on which they do not: the middle of the time that is stepped through. */
const STAGES = [
  ['UTC', '2024-02-29'],
  ['Asia/Shanghai', '2026-02-17'],
  ['Europe/Berlin', '2024-03-31'],
  ['Europe/Berlin', '2024-10-27'],
  ['America/New_York', '2025-11-02'],
  // Half an hour.
  ['Australia/Lord_Howe', '2024-10-06'],
  ['Australia/Lord_Howe', '2024-04-07'],
  // A whole day that was not.
  ['Pacific/Apia', '2011-12-30'],
  // Midnight skipped, and eleven in the evening twice.
  ['America/Sao_Paulo', '2018-11-04'],
  ['America/Sao_Paulo', '2018-02-18'],
  // Summer time lifted for Ramadan.
  ['Africa/Casablanca', '2024-03-10'],
  ['Africa/Casablanca', '2024-04-14'],
  // Two hours.
  ['Antarctica/Troll', '2024-03-31'],
  // At a minute past midnight.
  ['America/St_Johns', '2010-11-07'],
  ['Asia/Kathmandu', '2024-05-05'],
] as const;

/** What the clocks of a zone show, minute by minute. */
export interface Stage {
  zone: string;
  begin: number;
  firstDay: number;
  walls: Float64Array;
  /** What a counterexample shows of it. */
  [fc.toStringMethod]: () => string;
}

const stages = new Map<number, Stage>();

function stage(index: number): Stage {
  let found = stages.get(index);
  if (found === undefined) {
    const [zone, middle] = STAGES[index]!;
    const firstDay = Date.parse(middle) / DAY - DAYS / 2;
    const begin = firstDay * DAY;
    const walls = wallsOf(zone, begin);
    stages.set(index, (found = { zone, begin, firstDay, walls, [fc.toStringMethod]: () => `${zone} ${middle}` }));
  }
  return found;
}

/** No clock changes twice in an hour: where its ends agree, so does what is between. */
function wallsOf(zone: string, begin: number): Float64Array {
  const offsetAt = (minute: number): number =>
    Temporal.Instant.fromEpochMilliseconds(begin + minute * MINUTE).toZonedDateTimeISO(zone).offsetNanoseconds / 1e6;
  const walls = new Float64Array(DAYS * 1_440);
  for (let hour = 0; hour < walls.length; hour += 60) {
    const offset = offsetAt(hour);
    const steady = offset === offsetAt(hour + 60);
    for (let minute = hour; minute < hour + 60; minute += 1)
      walls[minute] = begin + minute * MINUTE + (steady ? offset : offsetAt(minute));
  }
  return walls;
}

const clock = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

/** Up to three intervals that do not overlap; the last may pass midnight. */
const hours: fc.Arbitrary<OpenHours[]> = fc
  .tuple(
    fc.uniqueArray(
      fc.oneof(
        fc.integer({ min: 0, max: 47 }).map((half) => half * 30),
        fc.integer({ min: 0, max: 1_439 }),
      ),
      {
        maxLength: 6,
      },
    ),
    fc.boolean(),
    fc.boolean(),
  )
  .map(([minutes, overnight, untilMidnight]) => {
    const sorted = [...minutes].sort((a, b) => a - b).slice(0, minutes.length - (minutes.length % 2));
    if (overnight && sorted.length > 1) sorted.push(sorted.shift()!);
    const pairs = Array.from({ length: sorted.length / 2 }, (_, pair) => ({
      opens: clock(sorted[2 * pair]!),
      closes: clock(sorted[2 * pair + 1]!),
    }));
    if (untilMidnight && !overnight && pairs.length > 0) pairs.at(-1)!.closes = '24:00';
    return pairs;
  });

/** A calendar of a stage's zone, with some hours a week and special days about the stage's middle. */
function editions(zone: string, firstDay: number): fc.Arbitrary<CalendarEdition> {
  const date = fc
    .integer({ min: firstDay + 8, max: firstDay + DAYS - 8 })
    .map((day) => new Date(day * DAY).toISOString().slice(0, 10));
  return fc.record({
    timeZone: fc.constant(zone),
    weekly: fc.record({ mon: hours, tue: hours, wed: hours, thu: hours, fri: hours, sat: hours, sun: hours }),
    special: fc.dictionary(date, hours, { maxKeys: 6, noNullPrototype: true }),
    validFrom: fc.constant('2000-01-01'),
    validTo: fc.constant('2030-12-31'),
    source: fc.constant('chance'),
  });
}

/** A stage, one or two calendars on it (a team's and a customer's), and which minutes are open in all of them. */
export const scenes: fc.Arbitrary<{ on: Stage; calendars: CalendarEdition[] }> = fc
  .integer({ min: 0, max: STAGES.length - 1 })
  .chain((index) => {
    const on = stage(index);
    const own = editions(on.zone, on.firstDay);
    const calendars = fc.oneof({ weight: 3, arbitrary: fc.tuple(own) }, { weight: 1, arbitrary: fc.tuple(own, own) });
    return fc.record({ on: fc.constant(on), calendars });
  });
