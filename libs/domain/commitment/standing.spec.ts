import { describe, expect, it } from '@jest/globals';
import * as c from '../testing/commands.fixture.js';
import { entriesOf } from '../testing/given.fixture.js';
import { on } from '../testing/week.fixture.js';
import { duration } from '../time/index.js';
import { type CommitmentEntry, type Standing, standingWhenMade, step, unmade } from './index.js';

const [promise] = entriesOf(c.promised({ due: 'Tue 12:00' }), unmade, 0) as [
  Extract<CommitmentEntry, { type: 'PromiseMade' }>,
];
const made = standingWhenMade(promise);

/** With every part there is; the compiler says which is missing. */
const whole: Required<Standing> = {
  ...made,
  requested: made.first,
  settlement: { by: 'withdrawal', entry: 'w', at: on('Tue 10:00'), party: 'provider', reason: 'no-parts' },
  reschedules: 1,
  reasons: ['sick'],
  shortNotices: 2,
  toldChanges: 3,
  toldAfterDue: true,
  problemPersists: false,
  satisfaction: 4,
  complaints: [{ complaint: 'c1', need: 'respect', raisedAt: on('Tue 09:00') }],
  clockPaused: true,
};

describe('a standing', () => {
  it('keeps whatever an entry says nothing of, and nothing that is not there', () => {
    const resumed = { ...promise, type: 'ClockResumed', data: { reason: 'back' } } as CommitmentEntry;
    expect(step(whole, resumed)).toStrictEqual({ ...whole, clockPaused: false });
    expect(step(made, resumed)).toStrictEqual({ ...made, clockPaused: false });
    const terms = { policy: '2', tolerance: duration(1) };
    const reapplied = { ...promise, type: 'PolicyReapplied', data: { terms } } as CommitmentEntry;
    expect(step(whole, reapplied)).toStrictEqual({ ...whole, terms });
  });

  it('is not changed by what comes after it', () => {
    const before = structuredClone(whole);
    const resumed = { ...promise, type: 'ClockResumed', data: { reason: 'back' } } as CommitmentEntry;
    step(whole, resumed);
    expect(whole).toStrictEqual(before);
  });
});
