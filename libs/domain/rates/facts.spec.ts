import { describe, expect, it } from '@jest/globals';
import { call, fulfil, promised, reschedule, tell, voidEntry, withdraw } from '../testing/commands.fixture.js';
import { given } from '../testing/given.fixture.js';
import { on } from '../testing/week.fixture.js';

const promise = promised({ due: 'Tue 09:00–Tue 12:00' });

describe('beside the rate', () => {
  it.each([
    ['Tue 08:59', true],
    ['Tue 09:00', false],
  ])('done at %s: early is %s', (at, early) =>
    given(promise, fulfil({ at })).thenState(({ facts }) => expect(facts.early).toBe(early)),
  );

  it('is early against the window last agreed', () =>
    given(promise, tell({ window: 'Wed 09:00–Wed 12:00' }), fulfil({ at: 'Tue 10:00' })).thenState(({ facts }) =>
      expect(facts.early).toBe(true),
    ));

  it('is never early where no start was promised', () =>
    given(promised({ due: 'Tue 12:00' }), fulfil({ at: 'Mon 09:00' })).thenState(({ facts }) =>
      expect(facts.early).toBe(false),
    ));

  it('kept only because told after a due had passed', () =>
    given(promise, tell({ at: 'Tue 15:00', window: 'Wed 12:00' }), fulfil({ at: 'Wed 10:00' })).thenState(({ facts }) =>
      expect(facts.keptOnlyBecauseTold).toBe(true),
    ));

  it('kept because told in time is simply kept', () =>
    given(promise, tell({ at: 'Tue 08:00', window: 'Wed 12:00' }), fulfil({ at: 'Wed 10:00' })).thenState(({ facts }) =>
      expect(facts.keptOnlyBecauseTold).toBe(false),
    ));

  it('told after a due, and late all the same, was not kept at all', () =>
    given(promise, tell({ at: 'Tue 15:00', window: 'Wed 12:00' }), fulfil({ at: 'Wed 13:00' })).thenState(({ facts }) =>
      expect(facts.keptOnlyBecauseTold).toBe(false),
    ));

  it.each([
    ['Tue 11:00', true, true],
    ['Tue 11:00', false, false],
    ['Tue 13:00', true, false],
  ])('done at %s, the problem persists: %s; kept but not solved: %s', (at, problemPersists, expected) =>
    given(promise, fulfil({ at }), call({ at: 'Tue 18:00', problemPersists })).thenState(({ facts }) =>
      expect(facts.keptNotSolved).toBe(expected),
    ),
  );

  it.each([
    ['Tue 11:00', true, true],
    ['Tue 11:00', false, false],
    ['Tue 13:00', true, false],
  ])('done at %s, something left undone: %s; kept with something left undone: %s', (at, leftUndone, expected) =>
    given(promise, fulfil({ at, leftUndone })).thenState(({ facts }) => expect(facts.keptLeftUndone).toBe(expected)),
  );

  it('counts short notice, told changes and reschedules', () =>
    given(
      promise,
      tell({ at: 'Mon 09:00', window: 'Tue 18:00' }),
      reschedule({ at: 'Tue 16:00', to: 'Wed 12:00' }),
      reschedule({ at: 'Tue 17:00', to: 'Thu 12:00', initiator: 'customer' }),
    ).thenState(({ facts }) => expect(facts).toMatchObject({ shortNotices: 1, toldChanges: 1, reschedules: 2 })));
});

describe('the facts of a commitment', () => {
  it('say when it was done only where that is known', () => {
    given(promise, fulfil({ at: 'Tue 11:00' })).thenState(({ facts }) =>
      expect(facts.fulfilledAt).toBe(on('Tue 11:00')),
    );
    given(promise, fulfil({ at: 'Tue 11:00', between: 'Tue 10:00' })).thenState(({ facts }) =>
      expect(facts.fulfilledAt).toBeUndefined(),
    );
  });

  it('name each reason once, the provider’s only', () =>
    given(
      promise,
      reschedule({ at: 'Mon 12:00', to: 'Wed 12:00', reason: 'emergency' }),
      reschedule({ at: 'Mon 13:00', to: 'Thu 12:00', reason: 'emergency' }),
      reschedule({ at: 'Mon 14:00', to: 'Fri 12:00', reason: 'travelling', initiator: 'customer' }),
      withdraw({ at: 'Mon 20:00' }),
    ).thenState(({ facts }) => expect(facts.reasons).toEqual(['emergency', 'no-parts'])));

  it('are about time always, and about other dimensions where levels were set', () =>
    given(
      promised({ due: 'Tue 12:00', data: { segment: 'key account', levels: { price: { adequate: 500 } } } }),
    ).thenState(({ facts }) =>
      expect(facts).toMatchObject({ dimensions: ['time', 'price'], segment: 'key account', team: 'field-service' }),
    ));

  it('leave open what only the question’s moment decides', () =>
    given(promise).thenState(({ facts }) => expect(facts.bases['as-last-agreed']).toEqual({ due: on('Tue 12:00') })));

  it('of a voided promise are void on every basis it had', () =>
    given(promise, fulfil({ at: 'Tue 08:00', leftUndone: true }), voidEntry(1)).thenVoided((facts) => {
      expect(facts).toMatchObject({ early: false, keptLeftUndone: false, reschedules: 0 });
      expect(facts.bases).toEqual({
        'as-first-promised': { due: on('Tue 12:00'), outcome: 'void' },
        'as-last-agreed': { due: on('Tue 12:00'), outcome: 'void' },
        'as-planned': { due: on('Tue 12:00'), outcome: 'void' },
      });
    }));
});
