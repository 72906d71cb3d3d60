import { refuse } from '../refusal.js';
import { instant, type Instant } from './instant.js';
import { timeZone, type TimeZone } from './zone.js';

/** When something is promised, planned or expected: due by an instant, perhaps not before another. */
export interface PromisedWindow {
  from?: Instant;
  due: Instant;
  /** The zone it was spoken in. */
  timeZone: TimeZone;
}

/** The same moments. In which zone they were said does not make another window. */
export function sameWindow(a: PromisedWindow, b: PromisedWindow): boolean {
  return a.due === b.due && a.from === b.from;
}

/** When a window begins: its start, or its due where it has none. */
export function startOf(window: PromisedWindow): Instant {
  return window.from ?? window.due;
}

/**
 * A window with every part checked.
 * @throws Refusal naming the part: `instant-out-of-range`, `time-zone-unknown`, `window-ends-before-it-starts`
 */
export function promisedWindow(window: PromisedWindow, field: string): PromisedWindow {
  const due = instant(window.due, `${field}.due`);
  const zone = timeZone(window.timeZone, `${field}.timeZone`);
  if (window.from === undefined) return { due, timeZone: zone };
  const from = instant(window.from, `${field}.from`);
  if (from > due) refuse('window-ends-before-it-starts', { field });
  return { from, due, timeZone: zone };
}
