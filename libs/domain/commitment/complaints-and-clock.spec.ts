import { describe, expect, it } from '@jest/globals';
import { answer, complain, pause, promised, resume } from '../testing/commands.fixture.js';
import { given } from '../testing/given.fixture.js';
import { on } from '../testing/week.fixture.js';

describe('a complaint', () => {
  const raised = [promised({ due: 'Tue 12:00' }), complain({ at: 'Wed 09:00', need: 'respect' })];

  it('names the need it violates', () =>
    given(...raised).thenState(({ standing }) =>
      expect(standing.complaints).toEqual([{ complaint: 'c1', need: 'respect', raisedAt: on('Wed 09:00') }]),
    ));

  it('is answered by its name', () =>
    given(...raised, complain({ at: 'Wed 10:00', complaint: 'c2' }))
      .when(answer({ at: 'Wed 12:00', complaint: 'c2' }))
      .thenState(({ standing }) =>
        expect(standing.complaints.map(({ answeredAt }) => answeredAt)).toEqual([undefined, on('Wed 12:00')]),
      ));

  it('has one name', () =>
    given(...raised)
      .when(complain({ at: 'Thu 09:00' }))
      .thenRefuses('complaint-exists', { complaint: 'c1' }));

  it('is answered once', () =>
    given(...raised, answer({}))
      .when(answer({ at: 'Thu 12:00' }))
      .thenRefuses('complaint-already-answered', { complaint: 'c1' }));

  it('is not answered before it is raised', () => {
    given(...raised)
      .when(answer({ complaint: 'c9' }))
      .thenRefuses('complaint-unknown', { complaint: 'c9' });
    given(...raised)
      .when(answer({ at: 'Wed 08:59' }))
      .thenRefuses('complaint-unknown');
  });
});

describe('the clock', () => {
  it('is paused and resumed, and moves no window', () =>
    given(promised({ due: 'Tue 12:00' }), pause({ at: 'Mon 12:00' })).thenState(({ standing, expectation, plan }) => {
      expect(standing.clockPaused).toBe(true);
      expect(expectation.due).toBe('Tue 12:00');
      expect(plan.due).toBe('Tue 12:00');
    }));

  it('runs again after it is resumed', () =>
    given(promised({ due: 'Tue 12:00' }), pause({}), resume({})).thenState(({ standing }) =>
      expect(standing.clockPaused).toBe(false),
    ));

  it('is not paused twice', () =>
    given(promised({ due: 'Tue 12:00' }), pause({ at: 'Mon 12:00' }))
      .when(pause({ at: 'Mon 13:00' }))
      .thenRefuses('clock-already-paused'));

  it('is not resumed while it runs', () =>
    given(promised({ due: 'Tue 12:00' }))
      .when(resume({}))
      .thenRefuses('clock-not-paused'));
});
