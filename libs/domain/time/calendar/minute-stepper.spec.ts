import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { duration, instant } from '../index.js';
import { Refusal } from '../../refusal.js';
import { type CalendarEdition, workingTime } from './index.js';
import { MinuteStepper } from './minute-stepper.fixture.js';
import { MINUTE, scenes } from './scenes.fixture.js';

/** How many answers were compared, by question: what was never on the stage proves nothing. */
const compared = new Map<string, number>();

/** Where the stepper has an answer, it is the answer. Where it walks off its stage, nothing is said. */
function agree(what: string, stepped: number | undefined, ask: () => number, begin: number): void {
  if (stepped === undefined) {
    try {
      ask();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
    }
    return;
  }
  compared.set(what, (compared.get(what) ?? 0) + 1);
  expect({ [what]: (ask() - begin) / MINUTE }).toEqual({ [what]: stepped });
}

describe('working time is what one reads off the clock, minute by minute', () => {
  const moments = fc.record({
    minute: fc.integer({ min: 9 * 1_440, max: 27 * 1_440 }),
    other: fc.integer({ min: 9 * 1_440, max: 27 * 1_440 }),
    length: fc.oneof(fc.integer({ min: 0, max: 600 }), fc.integer({ min: 0, max: 4_000 })),
    days: fc.integer({ min: 0, max: 8 }),
  });

  it('in random calendars of zones whose clocks do odd things', () =>
    fc.assert(
      fc.property(scenes, fc.array(moments, { minLength: 10, maxLength: 10 }), ({ on, calendars }, questions) => {
        const stepper = new MinuteStepper(on, calendars);
        const working = workingTime(...(calendars as [CalendarEdition]));
        const moment = (minute: number) => instant(on.begin + minute * MINUTE);
        for (const { minute, other, length, days } of questions) {
          const [at, long] = [moment(minute), duration(length * MINUTE)];
          expect(working.isOpen(at)).toBe(stepper.isOpen(minute));
          expect(working.between(at, moment(other))).toBe(stepper.between(minute, other) * MINUTE);
          agree('add', stepper.add(minute, length), () => working.add(at, long), on.begin);
          agree('subtract', stepper.subtract(minute, length), () => working.subtract(at, long), on.begin);
          agree('next', stepper.next(minute), () => working.next(at), on.begin);
          agree('addDays', stepper.addDays(minute, days), () => working.addDays(at, days), on.begin);
          agree('subtractDays', stepper.subtractDays(minute, days), () => working.subtractDays(at, days), on.begin);
        }
      }),
      { numRuns: 150 },
    ));

  it('and most of the answers were on the stage', () => {
    expect([...compared.keys()].sort()).toEqual(['add', 'addDays', 'next', 'subtract', 'subtractDays']);
    for (const count of compared.values()) expect(count).toBeGreaterThan(1_000);
  });
});
