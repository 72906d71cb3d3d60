import { type Instant, startOfDay, type TimeZone, toLocal } from '#kept/domain';

/** A calendar month in a zone, [from, to); without a bound where the calendar ends. */
export interface Month {
  /** `2024-02` */
  label: string;
  from?: Instant;
  to?: Instant;
}

/** The month that an instant falls in. */
export function monthOf(at: Instant, zone: TimeZone): Month {
  const { year, month } = toLocal(at, zone);
  const [nextYear, nextMonth] = month === 12 ? [year + 1, 1] : [year, month + 1];
  return {
    label: `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}`,
    // The first and the last instant there are fall, in some zones, into years that have no name here.
    ...(year >= 1 && { from: startOfDay({ year, month, day: 1 }, zone) }),
    ...(nextYear <= 9999 && { to: startOfDay({ year: nextYear, month: nextMonth, day: 1 }, zone) }),
  };
}
