import { type WorkingTime } from './calendar/index.js';
import { instant, type Instant } from './instant.js';
import { after, type Span } from './span.js';

/** A time during which a clock stands still, [from, to). Without an end it stands still yet. */
export interface Pause {
  from: Instant;
  to?: Instant;
}

/**
 * The moment so much later on a clock that pauses: each pause that begins before the moment moves it by what was
 * paused, in elapsed time where the span is elapsed, else in open time. A pause outside open hours moves nothing; one
 * that begins when the length is up comes too late.
 * @param pauses in order, none overlapping another
 * @returns `undefined` while a pause before the moment has no end: nobody can say when the clock will go on
 * @throws Refusal as {@link after} does
 */
export function afterPausing(
  at: Instant,
  length: Span,
  pauses: readonly Pause[],
  working?: WorkingTime,
): Instant | undefined {
  let moment = after(at, length, working);
  for (const { from, to } of pauses) {
    if (from >= moment) break;
    if (to === undefined) return undefined;
    const begin = from < at ? at : from;
    if (to <= begin) continue;
    moment = movedBy(moment, { from: begin, to }, typeof length === 'number' ? undefined : working);
  }
  return moment;
}

/**
 * A moment moved by what was paused before it: in open time where a calendar is given, else in elapsed time. A closing
 * moment stays one where nothing was paused.
 */
export function movedBy(moment: Instant, { from, to }: Required<Pause>, working?: WorkingTime): Instant {
  if (working === undefined) return instant(moment + (to - from));
  const paused = working.between(from, to);
  return paused > 0 ? working.add(moment, paused) : moment;
}
