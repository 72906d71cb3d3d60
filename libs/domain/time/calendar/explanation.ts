import { type Duration } from '../duration.js';
import { type Instant } from '../instant.js';
import { type Span } from '../span.js';
import { type CalendarEdition, type SpecialDay } from './edition.js';
import { type OpenWindow } from './timetable.js';
import { type ClockChange } from './zone-clock.js';

/** An edition as it was pinned: by the version under which it was published. */
export interface PinnedEdition {
  version: string;
  edition: CalendarEdition;
}

/** Which edition was gone by. */
export type EditionUsed = { version: string } & Pick<CalendarEdition, 'timeZone' | 'validFrom' | 'validTo' | 'source'>;

/** A date, and what it is called where it is a special one. */
export interface ExplainedDay {
  date: string;
  special?: SpecialDay;
}

/** An open stretch that was counted, by the date on which it opens. */
export type CountedWindow = OpenWindow<Instant> & ExplainedDay & { length: Duration };

export type WhySkipped =
  /** The weekly hours have none on that day. */
  | 'weekday'
  /** A special day without hours: a holiday. */
  | 'special-day'
  /** The zone had no such date. */
  | 'no-such-date'
  /** Open, but not when the other calendars are. */
  | 'not-shared'
  /** Its hours were over already, or had yet to begin. */
  | 'outside-hours';

/** A date on which nothing was counted. */
export type SkippedDay = ExplainedDay & { why: WhySkipped };

/** How a moment was reckoned. Dates are those of the first edition's zone. */
export interface Explanation {
  at: Instant;
  length: Span;
  direction: 'after' | 'before';
  /** The answer. */
  moment: Instant;
  /** It goes beyond what the editions speak for: a later edition may say otherwise. */
  isProvisional: boolean;
  /** Open time that was counted, in order; of a span of business days none. */
  counted: CountedWindow[];
  /** Business days that were counted, from the nearest. */
  days: ExplainedDay[];
  /** Where business days led to a closed moment: that moment, from which the answer was moved to the next opening. */
  movedFrom?: Instant;
  /** The dates on the way on which nothing was counted, in order. */
  skipped: SkippedDay[];
  /** Changes of the clocks on the way. */
  clockChanges: ClockChange[];
  editions: EditionUsed[];
  /** Which edition of the time zone database the offsets are from, as far as the asker knows. */
  timeZoneDatabase?: string;
}
