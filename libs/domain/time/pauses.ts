import { type WorkingTime } from './calendar/index.js';
import { instant, type Instant } from './instant.js';

/** A time during which a clock stood still, [from, to). */
export interface Pause {
  from: Instant;
  to: Instant;
}

/**
 * A moment moved by what was paused before it: in open time where a calendar is given, else in elapsed time. A closing
 * moment stays one where nothing was paused.
 */
export function movedBy(moment: Instant, { from, to }: Pause, working?: WorkingTime): Instant {
  if (working === undefined) return instant(moment + (to - from));
  const paused = working.between(from, to);
  return paused > 0 ? working.add(moment, paused) : moment;
}
