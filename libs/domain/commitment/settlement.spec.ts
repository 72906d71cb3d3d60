import { describe, expect, it } from '@jest/globals';
import {
  answer,
  call,
  complain,
  fulfil,
  pause,
  promised,
  reschedule,
  tell,
  voidEntry,
  withdraw,
} from '../testing/commands.fixture.js';
import { given } from '../testing/given.fixture.js';
import { on } from '../testing/week.fixture.js';

describe('a fulfilment', () => {
  it('settles the commitment when it occurred', () =>
    given(promised({ due: 'Tue 12:00' }))
      .when(fulfil({ at: 'Tue 11:00', levels: { quality: 9 }, evidence: ['photo-1'] }))
      .thenState(({ status, standing }) => {
        expect(status).toBe('settled');
        expect(standing.settlement).toMatchObject({ by: 'fulfilment', at: on('Tue 11:00'), levels: { quality: 9 } });
      }));

  it('that nobody saw is the end of its interval', () =>
    given(promised({ due: 'Tue 12:00' }))
      .when(fulfil({ at: 'Tue 13:00', between: 'Tue 11:00' }))
      .thenState(({ standing }) =>
        expect(standing.settlement).toMatchObject({
          at: on('Tue 13:00'),
          interval: { notBefore: on('Tue 11:00'), notAfter: on('Tue 13:00') },
        }),
      ));

  it('needs an interval that has a middle', () =>
    given(promised({ due: 'Tue 12:00' }))
      .when(fulfil({ at: 'Tue 11:00', between: 'Tue 11:00' }))
      .thenRefuses('fulfilment-interval-empty'));

  it('occurs when its interval ends', () =>
    given(promised({ due: 'Tue 12:00' }))
      .when(fulfil({ at: 'Tue 11:00', interval: { notBefore: on('Tue 09:00'), notAfter: on('Tue 10:00') } }))
      .thenRefuses('fulfilment-interval-ends-elsewhere'));
});

describe('a settled commitment', () => {
  const done = [promised({ due: 'Tue 12:00' }), fulfil({ at: 'Tue 11:00' })];
  const withdrawn = [promised({ due: 'Tue 12:00' }), withdraw({ at: 'Mon 20:00' })];

  it.each([
    ['fulfilment', done, fulfil({ at: 'Tue 11:30' })],
    ['withdrawal', done, withdraw({ at: 'Tue 11:30' })],
    ['fulfilment', withdrawn, fulfil({ at: 'Tue 11:30' })],
    ['withdrawal', withdrawn, withdraw({ at: 'Mon 19:00', by: 'customer' })],
  ])('refuses a second settlement: %s', (_, history, second) =>
    given(...history)
      .when(second)
      .thenRefuses('commitment-settled'),
  );

  it('names the entry that settled it', () =>
    given(...done)
      .when(withdraw({ at: 'Tue 12:00' }))
      .thenRefuses('commitment-settled', { by: 'fulfilment', entry: 'entry-2' }));

  it.each([
    reschedule({ at: 'Tue 11:00', to: 'Wed 12:00' }),
    reschedule({ at: 'Tue 12:00', to: 'Wed 12:00', initiator: 'customer' }),
    pause({ at: 'Tue 11:00' }),
  ])('is rescheduled and paused no more from that moment on', (command) =>
    given(...done)
      .when(command)
      .thenRefuses('occurs-after-the-settlement', { entry: 'entry-2' }),
  );

  it('still learns of a reschedule before it', () =>
    given(...done)
      .when(reschedule({ at: 'Tue 10:59', to: 'Wed 12:00' }))
      .thenState(({ plan, status }) => {
        expect(plan.due).toBe('Wed 12:00');
        expect(status).toBe('settled');
      }));

  it('takes tellings, calls and complaints after it, and none moves the expectation', () =>
    given(...done, call({ at: 'Tue 18:00' }), complain({ at: 'Wed 09:00' }), answer({ at: 'Wed 12:00' }))
      .when(tell({ at: 'Wed 13:00', window: 'Thu 12:00' }))
      .thenState(({ expectation, warnings, standing }) => {
        expect(expectation.due).toBe('Tue 12:00');
        expect(warnings).toEqual([]);
        expect(standing.complaints).toHaveLength(1);
      }));

  it('is open again when its settlement is voided', () =>
    given(...done)
      .when(voidEntry(2))
      .thenState(({ status }) => expect(status).toBe('open')));

  it('settled by a withdrawal of the provider keeps the reason', () =>
    given(...withdrawn).thenState(({ standing }) => expect(standing.reasons).toEqual(['no-parts'])));

  it('settled by a withdrawal of the customer gives none', () =>
    given(promised({ due: 'Tue 12:00' }), withdraw({ by: 'customer' })).thenState(({ standing }) =>
      expect(standing.reasons).toEqual([]),
    ));
});

describe('a follow-up call', () => {
  const done = [promised({ due: 'Tue 12:00' }), fulfil({ at: 'Tue 11:00' })];

  it('asks whether the problem is gone', () =>
    given(...done)
      .when(call({ at: 'Tue 18:00', problemPersists: true, satisfaction: 2 }))
      .thenState(({ standing }) => expect(standing).toMatchObject({ problemPersists: true, satisfaction: 2 })));

  it('made later knows better', () =>
    given(...done, call({ at: 'Tue 18:00', problemPersists: true, satisfaction: 2 }))
      .when(call({ at: 'Wed 18:00', problemPersists: false }))
      .thenState(({ standing }) => expect(standing).toMatchObject({ problemPersists: false, satisfaction: 2 })));

  it('before the fulfilment says nothing about it', () =>
    given(promised({ due: 'Tue 12:00' }), call({ at: 'Tue 09:00', problemPersists: true }))
      .when(fulfil({ at: 'Tue 11:00' }))
      .thenState(({ standing }) => expect(standing.problemPersists).toBeUndefined()));

  it.each([{ problemPersists: false }, { satisfaction: 4 }])('that reached nobody has no answer: %j', (answered) =>
    given(...done)
      .when(call({ at: 'Tue 18:00', reached: false, ...answered }))
      .thenRefuses('unreached-call-has-no-answer'),
  );

  it.each([0, 6, 2.5, NaN])('does not know a satisfaction of %d', (satisfaction) =>
    given(...done)
      .when(call({ at: 'Tue 18:00', satisfaction }))
      .thenRefuses('number-out-of-range', { field: 'satisfaction' }),
  );
});

describe('a notification that reached nobody', () => {
  it.each(['accepted', 'declined'] as const)('was not %s', (given_) =>
    given(promised({ due: 'Tue 12:00' }))
      .when(tell({ window: 'Wed 12:00', reached: false, answer: given_ }))
      .thenRefuses('unreached-notification-has-no-answer'),
  );
});
