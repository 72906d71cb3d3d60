import { describe, expect, it } from '@jest/globals';
import { call, fulfil, pause, promised, recorded, reschedule, resume, tell } from '../testing/commands.fixture.js';
import { given } from '../testing/given.fixture.js';

/** Entries become known in any order. Each is judged by what stood when it occurred. */
describe('a late entry', () => {
  it('takes its place among the others: the telling was before the fulfilment', () =>
    given(promised({ due: 'Tue 12:00' }), reschedule({ at: 'Mon 23:00', to: 'Wed 12:00' }), fulfil({ at: 'Wed 10:00' }))
      .when(tell({ at: 'Tue 08:00', window: 'Wed 12:00' }))
      .thenState(({ expectation, outcomes }) => {
        expect(expectation.due).toBe('Wed 12:00');
        expect(outcomes['as-last-agreed']).toBe('kept');
      }));

  it('says what the plan was then, not what it is now', () =>
    given(promised({ due: 'Tue 12:00' }), reschedule({ at: 'Mon 14:00', to: 'Thu 12:00' }))
      .when(reschedule({ at: 'Mon 12:00', to: 'Wed 12:00' }))
      .thenState(({ plan, standing }) => {
        expect(plan.due).toBe('Thu 12:00');
        expect(standing.reschedules).toBe(2);
      }));

  it('is nothing if it was nothing then, whatever happened later', () =>
    given(promised({ due: 'Tue 12:00' }), reschedule({ at: 'Mon 14:00', to: 'Thu 12:00' }))
      .when(reschedule({ at: 'Mon 12:00', to: 'Tue 12:00' }))
      .thenNothing());

  it('is something if it was something then', () =>
    given(promised({ due: 'Tue 12:00' }), reschedule({ at: 'Mon 14:00', to: 'Thu 12:00' }))
      .when(reschedule({ at: 'Mon 12:00', to: 'Thu 12:00' }))
      .thenEvents((events) => expect(events).toHaveLength(1)));

  it('is warned about by its own time: nothing was rescheduled yet', () =>
    given(promised({ due: 'Tue 12:00' }), reschedule({ at: 'Mon 23:00', to: 'Wed 12:00' }))
      .when(tell({ at: 'Mon 22:00', window: 'Wed 12:00' }))
      .thenState(({ warnings }) => expect(warnings).toEqual(['told-without-reschedule'])));

  it('with the same time follows those recorded before it', () =>
    given(promised({ due: 'Tue 12:00' }), reschedule({ at: 'Mon 14:00', to: 'Wed 12:00' }))
      .when(reschedule({ at: 'Mon 14:00', to: 'Thu 12:00' }))
      .thenState(({ plan }) => expect(plan.due).toBe('Thu 12:00')));

  it('may resume a clock only while it was paused', () =>
    given(promised({ due: 'Tue 12:00' }), pause({ at: 'Mon 12:00' }), resume({ at: 'Mon 14:00' }))
      .when(resume({ at: 'Mon 11:00' }))
      .thenRefuses('clock-not-paused'));

  it('before the promise is refused', () =>
    given(promised({ at: 'Mon 08:00', due: 'Tue 12:00' }))
      .when(tell({ at: 'Mon 07:59' }))
      .thenRefuses('occurs-before-the-promise'));

  it('does not change what stood before it occurred', () =>
    given(promised({ due: 'Tue 12:00' }))
      .when(reschedule({ at: 'Tue 11:00', to: 'Wed 12:00' }))
      .thenState(({ plan }) => expect(plan.due).toBe('Tue 12:00'), 'Tue 10:59'));

  it('may be recorded the moment it occurs', () =>
    given(promised({ due: 'Tue 12:00' }))
      .when(recorded('Tue 11:00', call({ at: 'Tue 11:00' })))
      .thenEvents((events) => expect(events).toHaveLength(1)));
});
