import { type CalendarEdition, duration, type OpenHours, type OptionalTerms, type Span } from '#kept/domain';

const HOUR = 3_600_000;

/** Draws from one seed, so that a year can be lived again. */
export class Chance {
  constructor(private readonly next: () => number) {}

  /** Whether something that happens so often happens now. */
  happens(probability: number): boolean {
    return this.next() < probability;
  }

  below(bound: number): number {
    return Math.floor(this.next() * bound);
  }

  oneOf<T>(choices: readonly T[]): T {
    return choices[this.below(choices.length)]!;
  }

  /** Quarters of an hour, in milliseconds: so that things happen at the same time now and then. */
  quarters(fromHours: number, toHours: number): number {
    return (fromHours * 4 + this.below((toHours - fromHours) * 4 + 1)) * (HOUR / 4);
  }
}

/** A length of a policy: elapsed, in open hours or in business days. */
function span(chance: Chance, mostHours: number): Span {
  if (chance.happens(0.6)) return duration(chance.quarters(0, mostHours));
  if (chance.happens(0.7)) return { businessTime: duration(chance.quarters(0, Math.ceil(mostHours / 3))) };
  return { businessDays: chance.below(3) };
}

/** Rules of which any may be missing. */
export function someRules(chance: Chance): OptionalTerms {
  const rules: OptionalTerms = {};
  if (chance.happens(0.7)) rules.grace = span(chance, 4);
  if (chance.happens(0.6)) rules.warnBefore = span(chance, 12);
  if (chance.happens(0.6)) rules.advanceNoticeLead = span(chance, 24);
  if (chance.happens(0.7)) rules.tellWithin = span(chance, 12);
  if (chance.happens(0.6)) rules.minimumNotice = span(chance, 8);
  if (chance.happens(0.6)) rules.followUpWithin = span(chance, 60);
  if (chance.happens(0.5)) rules.followUpAttempts = 1 + chance.below(3);
  if (chance.happens(0.6)) rules.answerWithin = span(chance, 36);
  if (chance.happens(0.2)) rules.pausesStopClock = false;
  return rules;
}

const HOURS: readonly OpenHours[][] = [
  [{ opens: '09:00', closes: '18:00' }],
  [
    { opens: '08:30', closes: '12:00' },
    { opens: '13:00', closes: '17:30' },
  ],
  [{ opens: '00:00', closes: '24:00' }],
];

const ZONES = ['Asia/Shanghai', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu'];

/** A week of some hours, and some days off. */
export function someCalendar(chance: Chance): CalendarEdition {
  const day = (): OpenHours[] => chance.oneOf(HOURS);
  const date = (): string => new Date(Date.UTC(2024, 0, 1 + chance.below(366))).toISOString().slice(0, 10);
  return {
    timeZone: chance.oneOf(ZONES),
    weekly: { mon: day(), tue: day(), wed: day(), thu: day(), fri: day(), sat: chance.happens(0.3) ? day() : [] },
    special: Object.fromEntries(Array.from({ length: chance.below(12) }, () => [date(), []])),
    validFrom: '2020-01-01',
    validTo: '2030-12-31',
    source: 'a simulation',
  };
}
