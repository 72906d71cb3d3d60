import { describe, expect, it } from '@jest/globals';
import { type Instant, movedBy, parseInstant, workingTime } from './index.js';

const nine = [{ opens: '09:00', closes: '18:00' }];
/** Monday to Friday, nine to six. 2026-03-06 is a Friday. */
const working = workingTime({
  timeZone: 'UTC',
  weekly: { mon: nine, tue: nine, wed: nine, thu: nine, fri: nine },
  ...{ special: {}, validFrom: '2026-01-01', validTo: '2026-12-31', source: 'test' },
});
const at = (text: string): Instant => parseInstant(`2026-03-${text}Z`);

describe('a moment on a clock that paused', () => {
  it.each<[moment: string, from: string, to: string, elapsed: string, open: string]>([
    ['06T14:00', '06T11:00', '06T12:30', '06T15:30', '06T15:30'],
    ['06T14:00', '06T11:00', '09T10:00', '09T13:00', '09T13:00'],
    // Of the night and the weekend nothing was open.
    ['09T11:00', '06T19:00', '09T08:00', '12T00:00', '09T11:00'],
    // Up at closing, and still so after a pause before anything was open.
    ['06T18:00', '06T07:30', '06T08:30', '06T19:00', '06T18:00'],
    ['06T17:00', '06T12:00', '06T14:00', '06T19:00', '09T10:00'],
  ])(
    '%s, with a pause from %s to %s, comes at %s, or at %s where open time counts',
    (moment, from, to, elapsed, open) => {
      const pause = { from: at(from), to: at(to) };
      expect(movedBy(at(moment), pause)).toBe(at(elapsed));
      expect(movedBy(at(moment), pause, working)).toBe(at(open));
    },
  );
});
