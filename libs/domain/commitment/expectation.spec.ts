import { describe, expect, it } from '@jest/globals';
import { promised, reschedule, tell } from '../testing/commands.fixture.js';
import { given } from '../testing/given.fixture.js';

describe('the expectation', () => {
  it('starts as the promised window, never as the requested one', () =>
    given(promised({ due: 'Tue 12:00', requested: 'Mon 18:00' })).thenState(
      ({ expectation, plan, first, requested }) => {
        expect(expectation).toEqual({ due: 'Tue 12:00' });
        expect(plan).toEqual({ due: 'Tue 12:00' });
        expect(first).toEqual({ due: 'Tue 12:00' });
        expect(requested).toEqual({ due: 'Mon 18:00' });
      },
    ));

  it('may differ from the plan from the first moment', () =>
    given(promised({ due: 'Tue 12:00', plan: 'Tue 09:00' })).thenState(({ expectation, plan }) => {
      expect(expectation.due).toBe('Tue 12:00');
      expect(plan.due).toBe('Tue 09:00');
    }));

  it('stays where it was when nobody told the customer', () =>
    given(promised({ due: 'Tue 12:00' }))
      .when(reschedule({ to: 'Wed 12:00', initiator: 'provider' }))
      .thenState(({ plan, expectation }) => {
        expect(plan.due).toEqual('Wed 12:00');
        expect(expectation.due).toEqual('Tue 12:00');
      }));

  it('moves when the customer is told and reached, and the plan does not', () =>
    given(promised({ due: 'Tue 12:00' }))
      .when(tell({ window: 'Wed 09:00–Wed 12:00', answer: 'none' }))
      .thenState(({ plan, expectation }) => {
        expect(expectation).toEqual({ from: 'Wed 09:00', due: 'Wed 12:00' });
        expect(plan).toEqual({ due: 'Tue 12:00' });
      }));

  it.each([
    ['was not reached', tell({ window: 'Wed 12:00', reached: false })],
    ['declined', tell({ window: 'Wed 12:00', answer: 'declined' })],
    ['was told of progress only', tell({})],
  ])('stays when the customer %s', (_, telling) =>
    given(promised({ due: 'Tue 12:00' }), reschedule({ to: 'Wed 12:00' }))
      .when(telling)
      .thenState(({ expectation }) => expect(expectation.due).toBe('Tue 12:00')),
  );

  it('moves also after the old due', () =>
    given(promised({ due: 'Tue 12:00' }), reschedule({ to: 'Wed 12:00' }))
      .when(tell({ at: 'Tue 15:00', window: 'Wed 12:00' }))
      .thenState(({ expectation, standing }) => {
        expect(expectation.due).toBe('Wed 12:00');
        expect(standing.toldAfterDue).toBe(true);
      }));

  it('moved at the due itself, was not told after it', () =>
    given(promised({ due: 'Tue 12:00' }))
      .when(tell({ at: 'Tue 12:00', window: 'Wed 12:00' }))
      .thenState(({ standing }) => expect(standing.toldAfterDue).toBe(false)));

  it('heard again is no change', () =>
    given(promised({ due: 'Tue 12:00' }), reschedule({ to: 'Wed 12:00' }))
      .when(tell({ at: 'Tue 15:00', window: 'Tue 12:00' }))
      .thenState(({ standing }) => {
        expect(standing.toldChanges).toBe(0);
        expect(standing.toldAfterDue).toBe(false);
      }));
});

describe('a telling that no reschedule stands behind', () => {
  const told = given(promised({ due: 'Tue 12:00' })).when(tell({ window: 'Wed 12:00' }));

  it('is recorded with a warning', () =>
    told.thenState(({ warnings }) => expect(warnings).toEqual(['told-without-reschedule'])));

  it('is counted as a told change', () => told.thenState(({ standing }) => expect(standing.toldChanges).toBe(1)));

  it('is neither when the plan had moved there', () =>
    given(promised({ due: 'Tue 12:00' }), reschedule({ to: 'Wed 12:00' }))
      .when(tell({ window: 'Wed 12:00' }))
      .thenState(({ warnings, standing }) => {
        expect(warnings).toEqual([]);
        expect(standing.toldChanges).toBe(0);
      }));

  it.each([tell({ window: 'Wed 12:00', reached: false }), tell({ window: 'Wed 12:00', answer: 'declined' })])(
    'warns of nothing when it moved nothing',
    (telling) =>
      given(promised({ due: 'Tue 12:00' }))
        .when(telling)
        .thenState(({ warnings, standing }) => {
          expect(warnings).toEqual([]);
          expect(standing.toldChanges).toBe(0);
        }),
  );
});

describe('a reschedule', () => {
  it('by the provider gives its reason, and says what it moved from', () =>
    given(promised({ due: 'Tue 12:00' }))
      .when(reschedule({ to: 'Wed 12:00', reason: 'emergency' }))
      .thenState(({ standing, first }) => {
        expect(standing.reasons).toEqual(['emergency']);
        expect(standing.reschedules).toBe(1);
        expect(first.due).toBe('Tue 12:00');
      }));

  it('by the customer is a new agreement: plan, expectation, first and requested window move', () =>
    given(promised({ due: 'Tue 12:00' }))
      .when(reschedule({ to: 'Fri 12:00', initiator: 'customer', reason: 'travelling' }))
      .thenState(({ plan, expectation, first, requested, standing }) => {
        for (const window of [plan, expectation, first, requested]) expect(window).toEqual({ due: 'Fri 12:00' });
        expect(standing.reasons).toEqual([]);
        expect(standing.reschedules).toBe(1);
      }));

  it('by the customer forgets that an older window was told too late', () =>
    given(promised({ due: 'Tue 12:00' }), tell({ at: 'Tue 15:00', window: 'Wed 12:00' }))
      .when(reschedule({ at: 'Tue 16:00', to: 'Fri 12:00', initiator: 'customer' }))
      .thenState(({ standing }) => expect(standing.toldAfterDue).toBe(false)));

  it('to where the plan already is writes nothing down', () =>
    given(promised({ due: 'Tue 12:00' }))
      .when(reschedule({ to: 'Tue 12:00' }))
      .thenNothing());

  it('by the customer to where the plan already is, is not nothing: they did not know', () =>
    given(promised({ due: 'Tue 12:00' }), reschedule({ to: 'Wed 12:00' }))
      .when(reschedule({ at: 'Mon 13:00', to: 'Wed 12:00', initiator: 'customer' }))
      .thenState(({ expectation }) => expect(expectation.due).toBe('Wed 12:00')));

  it('by the customer to what they expect and is planned writes nothing down', () =>
    given(promised({ due: 'Tue 12:00' }))
      .when(reschedule({ to: 'Tue 12:00', initiator: 'customer' }))
      .thenNothing());

  it('with another start is another window', () =>
    given(promised({ due: 'Tue 12:00' }))
      .when(reschedule({ to: 'Tue 09:00–Tue 12:00' }))
      .thenState(({ plan }) => expect(plan).toEqual({ from: 'Tue 09:00', due: 'Tue 12:00' })));
});

describe('short notice', () => {
  // The minimum notice is three hours.
  it.each([
    ['Tue 09:00', 'Wed 12:00', 0],
    ['Tue 09:01', 'Wed 12:00', 1],
    ['Tue 11:00', 'Wed 12:00', 1],
    ['Tue 10:00', 'Tue 11:00', 1],
    // The expectation's due has passed: what counts is the new one.
    ['Tue 15:00', 'Wed 12:00', 0],
    ['Wed 10:00', 'Wed 12:00', 1],
    // Neither is ahead.
    ['Wed 10:00', 'Wed 09:00', 1],
  ])('moved at %s to %s counts %i', (at, to, count) =>
    given(promised({ due: 'Tue 12:00' }))
      .when(reschedule({ at, to }))
      .thenState(({ standing }) => expect(standing.shortNotices).toBe(count)),
  );

  it('of business time is not judged here: that takes the calendar', () =>
    given(promised({ due: 'Tue 12:00', terms: { minimumNotice: { businessDays: 1 } } }))
      .when(reschedule({ at: 'Tue 11:59', to: 'Wed 12:00' }))
      .thenState(({ standing }) => expect(standing.shortNotices).toBe(0)));
});

describe('what is already past is recorded with a warning, never refused', () => {
  it('a promise', () =>
    given(promised({ at: 'Mon 08:00', due: 'Mon 07:00' })).thenState(({ warnings }) =>
      expect(warnings).toEqual(['due-already-past']),
    ));

  it('a new plan', () =>
    given(promised({ due: 'Tue 12:00' }))
      .when(reschedule({ at: 'Tue 15:00', to: 'Tue 14:00' }))
      .thenState(({ warnings }) => expect(warnings).toEqual(['due-already-past'])));

  it('a window told', () =>
    given(promised({ due: 'Tue 12:00' }), reschedule({ at: 'Tue 15:00', to: 'Tue 14:00' }))
      .when(tell({ at: 'Tue 15:00', window: 'Tue 14:00' }))
      .thenState(({ warnings }) => expect(warnings).toEqual(['told-window-already-past'])));

  it('and a due at this very moment is not past', () =>
    given(promised({ at: 'Mon 08:00', due: 'Mon 08:00' })).thenState(({ warnings }) => expect(warnings).toEqual([])));
});
