import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { commitmentFrom, type MadeCommitment } from '../commitment/index.js';
import * as c from '../testing/commands.fixture.js';
import { recordAll } from '../testing/given.fixture.js';
import { anyTimes } from '../testing/histories.fixture.js';
import { on, spoken } from '../testing/week.fixture.js';
import { obligationsOf, reckoningsOf } from './index.js';

describe('how a deadline came about', () => {
  it('is told in the words of the policy', () => {
    const commitment = commitmentFrom(
      recordAll([c.promised({ due: 'Tue 12:00' }), c.reschedule({ at: 'Tue 10:00', to: 'Wed 12:00' })]),
    ) as MadeCommitment;
    const told = obligationsOf(commitment, on('Sun 00:00')).map((one) => [
      one.kind,
      ...reckoningsOf(commitment, one, {}).map(
        ({ rule, from, at, moment, tooLate }) =>
          `${rule} of ${from} ${spoken(at)}: ${spoken(moment)}${tooLate ? ', too late' : ''}`,
      ),
    ]);
    expect(told).toEqual([
      ['keep', 'grace of due Tue 12:00: Tue 12:15'],
      ['advance-notice', 'advanceNoticeLead of start Tue 12:00: Tue 00:00'],
      [
        'announce-change',
        'tellWithin of entry Tue 10:00: Tue 20:00',
        'minimumNotice of due Tue 12:00: Tue 09:00, too late',
      ],
    ]);
  });

  it('comes to the deadline itself, wherever no clock was stopped', () =>
    fc.assert(
      fc.property(anyTimes, (entries) => {
        const commitment = commitmentFrom(entries.filter(({ type }) => !type.startsWith('Clock')));
        if (commitment.status === 'unmade') return;
        for (const obligation of obligationsOf(commitment, on('Sun 00:00'))) {
          const moments = reckoningsOf(commitment, obligation, {}).map(({ tooLate, at, moment }) =>
            tooLate ? at : moment,
          );
          expect(moments.length).toBeGreaterThan(0);
          expect(Math.max(obligation.since, Math.min(...moments))).toBe(obligation.deadline);
        }
      }),
    ));
});
