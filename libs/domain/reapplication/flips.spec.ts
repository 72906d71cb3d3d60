import { describe, expect, it } from '@jest/globals';
import { commitmentFrom, type MadeCommitment, type Terms } from '../commitment/index.js';
import * as c from '../testing/commands.fixture.js';
import { recordAll } from '../testing/given.fixture.js';
import { on } from '../testing/week.fixture.js';
import { duration } from '../time/index.js';
import { flipsUnder } from './index.js';

const HOUR = 3_600_000;
const AT = on('Fri 12:00');
const made = (...commands: Parameters<typeof recordAll>[0]) => commitmentFrom(recordAll(commands)) as MadeCommitment;
const flips = (commitment: MadeCommitment, terms: Partial<Terms>, at = AT) =>
  flipsUnder(commitment, at, {}, { terms: { ...c.TERMS, policy: 'other', ...terms }, circumstances: {} });

const late = made(c.promised({ due: 'Tue 12:00' }), c.fulfil({ at: 'Tue 12:30' }));

describe('what other terms change', () => {
  it('is nothing where they ask for the same', () =>
    expect(flips(late, {})).toEqual({ outcomes: [], obligations: [] }));

  it('is an outcome, on every basis that has it', () =>
    expect(flips(late, { tolerance: duration(HOUR) }).outcomes).toEqual(
      ['as-first-promised', 'as-last-agreed', 'as-planned'].map((basis) => ({ basis, from: 'late', to: 'tolerated' })),
    ));

  it('is an obligation in another state', () =>
    expect(flips(late, { grace: duration(HOUR) }).obligations).toEqual([
      {
        ...{ kind: 'keep', entry: 'entry-1' },
        from: { state: 'breached', deadline: on('Tue 12:15') },
        to: { state: 'met', deadline: on('Tue 13:00') },
      },
    ]));

  it('is a deadline that is still to come', () =>
    expect(flips(late, { followUpWithin: duration(96 * HOUR) }, on('Wed 12:00')).obligations).toEqual([
      {
        ...{ kind: 'follow-up', entry: 'entry-2' },
        from: { state: 'open', deadline: on('Thu 12:30') },
        to: { state: 'open', deadline: on('Sat 12:30') },
      },
    ]));

  it('is not a deadline that was met either way', () => {
    const kept = made(c.promised({ due: 'Tue 12:00' }), c.fulfil({ at: 'Tue 11:00' }), c.call({ at: 'Tue 13:00' }));
    expect(flips(kept, { grace: duration(0), followUpWithin: duration(24 * HOUR) }).obligations).toEqual([]);
  });

  it('is an obligation that was not there, or is no more', () => {
    const { followUpWithin: _, ...rest } = c.TERMS;
    const without = flipsUnder(late, AT, {}, { terms: rest, circumstances: {} }).obligations;
    expect(without).toMatchObject([{ kind: 'follow-up', from: { state: 'breached' } }]);
    expect(without[0]).not.toHaveProperty('to');
    const plain = made(
      c.promised({ due: 'Tue 12:00', terms: { answerWithin: duration(HOUR) } }),
      c.complain({ at: 'Mon 09:00' }),
    );
    expect(flips(plain, {}).obligations).toMatchObject([{ kind: 'answer-complaint', from: { state: 'breached' } }]);
  });

  it('is nothing of a mistake, nor of what was not promised yet', () => {
    expect(flips(made(c.promised({ due: 'Tue 12:00' }), c.voidEntry(1)), { grace: duration(HOUR) })).toEqual(
      flips(late, { grace: duration(HOUR) }, on('Mon 07:00')),
    );
    expect(flips(late, { grace: duration(HOUR) }, on('Mon 07:00'))).toEqual({ outcomes: [], obligations: [] });
  });
});
