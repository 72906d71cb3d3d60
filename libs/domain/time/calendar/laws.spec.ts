import { describe, it, expect } from '@jest/globals';
import fc from 'fast-check';
import { type Duration, duration, instant } from '../index.js';
import { type CalendarEdition, workingTime } from './index.js';
import { scenes } from './scenes.fixture.js';

const DAY = 86_400_000;

/** Some working time that is open every week (the special days lie between those asked about), moments about it to the millisecond, and lengths. */
const cases = scenes
  .map(({ on, calendars }) => ({ on, calendars, working: workingTime(...(calendars as [CalendarEdition])) }))
  .filter(({ on, working }) =>
    [0, 29].every((day) => working.between(instant(on.begin + day * DAY), instant(on.begin + (day + 7) * DAY)) > 0),
  )
  .chain(({ on, working }) => {
    const moment = fc.integer({ min: on.begin - 100 * DAY, max: on.begin + 100 * DAY }).map((at) => instant(at));
    const edge = moment.map((at) => working.next(at));
    const some = fc.oneof(moment, edge);
    const length = fc.oneof(fc.integer({ min: 0, max: 40 * DAY }), fc.constantFrom(0, 1, 60_000, 3_600_000));
    return fc.record({
      working: fc.constant({ ...working, [fc.toStringMethod]: () => fc.stringify(on) }),
      ...{ at: some, other: some, a: length.map((ms) => duration(ms)), b: length.map((ms) => duration(ms)) },
      days: fc.integer({ min: 0, max: 30 }),
    });
  });

type Case = typeof cases extends fc.Arbitrary<infer C> ? C : never;

const always = (law: (example: Case) => void): void => fc.assert(fc.property(cases, law), { numRuns: 300 });
const sum = (a: Duration, b: Duration): Duration => duration(a + b);

describe('working time keeps its laws, to the millisecond', () => {
  it('what was added is between', () =>
    always(({ working, at, a }) => {
      expect(working.between(at, working.add(at, a))).toBe(a);
      expect(working.between(working.subtract(at, a), at)).toBe(a);
    }));

  it('what is between leads from the one to the other, up to closed time', () =>
    always(({ working, at, other }) => {
      const [from, to] = [at, other].sort((x, y) => x - y) as [typeof at, typeof at];
      const reached = working.add(from, working.between(from, to));
      if (working.between(from, to) > 0) expect(reached).toBeLessThanOrEqual(to);
      expect(working.between(reached, to)).toBe(0);
    }));

  it('adding twice is adding the sum, where the second is something', () =>
    always(({ working, at, a, b }) => {
      if (b > 0) expect(working.add(working.add(at, a), b)).toBe(working.add(at, sum(a, b)));
      if (b > 0) expect(working.subtract(working.subtract(at, a), b)).toBe(working.subtract(at, sum(a, b)));
    }));

  it('what is subtracted and added again leads back, from what is open', () =>
    always(({ working, at, a }) => {
      const open = working.next(at);
      expect(working.next(working.add(working.subtract(open, a), a))).toBe(open);
    }));

  it('later never leads earlier, nor does longer', () =>
    always(({ working, at, other, a, b }) => {
      const [early, late] = [at, other].sort((x, y) => x - y) as [typeof at, typeof at];
      expect(working.add(early, a)).toBeLessThanOrEqual(working.add(late, a));
      expect(working.subtract(early, a)).toBeLessThanOrEqual(working.subtract(late, a));
      expect(working.next(early)).toBeLessThanOrEqual(working.next(late));
      if (a > 0) expect(working.add(at, a)).toBeLessThan(working.add(at, sum(a, duration(b + 1))));
    }));

  it('time between adds up', () =>
    always(({ working, at, other, a }) => {
      const [from, middle, to] = [at, other, instant(at + a)].sort((x, y) => x - y) as [
        typeof at,
        typeof at,
        typeof at,
      ];
      expect(working.between(from, middle) + working.between(middle, to)).toBe(working.between(from, to));
    }));

  it('the next open moment is open, and its own next', () =>
    always(({ working, at }) => {
      const next = working.next(at);
      expect(next).toBeGreaterThanOrEqual(at);
      expect(working.isOpen(next)).toBe(true);
      expect(working.next(next)).toBe(next);
      expect(working.between(at, next)).toBe(0);
    }));

  it('more business days lead later, and before is before', () =>
    always(({ working, at, days }) => {
      expect(working.addDays(at, days + 1)).toBeGreaterThanOrEqual(working.addDays(at, days));
      expect(working.subtractDays(at, days + 1)).toBeLessThanOrEqual(working.subtractDays(at, days));
      expect(working.addDays(at, days)).toBeGreaterThanOrEqual(at);
      expect(working.subtractDays(at, days)).toBeLessThanOrEqual(at);
    }));
});
