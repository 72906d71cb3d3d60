import { describe, expect, it } from '@jest/globals';
import { fulfil, promised, withdraw } from '../testing/commands.fixture.js';
import { given } from '../testing/given.fixture.js';
import { duration } from '../time/index.js';
import { openOutcome, type Outcome } from './index.js';
import { on } from '../testing/week.fixture.js';

const TWO_HOURS = { tolerance: duration(7_200_000) };

describe('a fulfilment is judged against the due', () => {
  it.each<[at: string, Outcome]>([
    ['Tue 11:59', 'kept'],
    ['Tue 12:00', 'kept'],
    ['Tue 12:01', 'tolerated'],
    ['Tue 14:00', 'tolerated'],
    ['Tue 14:01', 'late'],
  ])('done at %s is %s', (at, outcome) =>
    given(promised({ due: 'Tue 12:00', terms: TWO_HOURS }), fulfil({ at })).thenState(({ outcomes }) =>
      expect(outcomes['as-last-agreed']).toBe(outcome),
    ),
  );

  it('and the grace never changes it', () =>
    given(promised({ due: 'Tue 12:00' }), fulfil({ at: 'Tue 12:01' })).thenState(({ outcomes }) =>
      expect(outcomes['as-last-agreed']).toBe('late'),
    ));

  it('and the start of the window never decides it', () =>
    given(promised({ due: 'Tue 09:00–Tue 12:00' }), fulfil({ at: 'Mon 20:00' })).thenState(({ outcomes }) =>
      expect(outcomes['as-last-agreed']).toBe('kept'),
    ));
});

describe('a fulfilment within an interval: after its start, up to and including its end', () => {
  it.each<[between: string, at: string, Outcome]>([
    ['Tue 10:00', 'Tue 12:00', 'kept'],
    ['Tue 11:59', 'Tue 12:01', 'undetermined'],
    ['Tue 11:00', 'Fri 12:00', 'undetermined'],
    ['Tue 12:00', 'Tue 12:01', 'tolerated'],
    ['Tue 12:00', 'Tue 14:00', 'tolerated'],
    // Tolerated only if all of it is within the adequate level.
    ['Tue 13:00', 'Tue 14:01', 'late'],
    ['Tue 15:00', 'Tue 16:00', 'late'],
  ])('between %s and %s is %s', (between, at, outcome) =>
    given(promised({ due: 'Tue 12:00', terms: TWO_HOURS }), fulfil({ at, between })).thenState(({ outcomes }) =>
      expect(outcomes['as-last-agreed']).toBe(outcome),
    ),
  );
});

describe('a withdrawal', () => {
  it.each<[by: 'provider' | 'customer', at: string, Outcome]>([
    ['provider', 'Mon 20:00', 'broken'],
    ['provider', 'Wed 20:00', 'broken'],
    ['customer', 'Mon 20:00', 'void'],
    ['customer', 'Tue 12:00', 'void'],
    ['customer', 'Tue 12:01', 'broken'],
  ])('by the %s at %s is %s', (by, at, outcome) =>
    given(promised({ due: 'Tue 12:00' }), withdraw({ by, at })).thenState(({ outcomes }) =>
      expect(outcomes['as-last-agreed']).toBe(outcome),
    ),
  );
});

describe('an open commitment', () => {
  it('is overdue strictly after its due', () => {
    expect(openOutcome(on('Tue 12:00'), on('Tue 12:00'))).toBe('pending');
    expect(openOutcome(on('Tue 12:00'), on('Tue 12:01'))).toBe('overdue');
  });

  it('has no outcome before it was made, and none as requested where nothing was asked for', () =>
    given(promised({ at: 'Mon 08:00', due: 'Tue 12:00' })).thenState(
      ({ outcomes }) =>
        expect(outcomes).toEqual({
          'as-first-promised': 'pending',
          'as-last-agreed': 'pending',
          'as-planned': 'pending',
        }),
      'Mon 08:00',
    ));
});
