import { describe, expect, it } from '@jest/globals';
import {
  answer,
  call,
  complain,
  entryId,
  fulfil,
  promised,
  reapply,
  TERMS,
  recorded,
  reschedule,
  tell,
  voidEntry,
} from '../testing/commands.fixture.js';
import { given, recordAll } from '../testing/given.fixture.js';
import { duration } from '../time/index.js';
import { commitmentFrom, decide } from './index.js';

describe('voiding an entry', () => {
  it('folds the history without it', () =>
    given(promised({ due: 'Tue 12:00' }), reschedule({ to: 'Wed 12:00' }))
      .when(voidEntry(2))
      .thenState(({ plan, standing }) => {
        expect(plan.due).toBe('Tue 12:00');
        expect(standing.reschedules).toBe(0);
      }));

  it('counts whenever the question is asked: it is knowledge about the record', () =>
    given(
      promised({ due: 'Tue 12:00' }),
      reschedule({ at: 'Mon 12:00', to: 'Wed 12:00' }),
      voidEntry(2, 'Sat 12:00'),
    ).thenState(({ plan }) => expect(plan.due).toBe('Tue 12:00'), 'Mon 13:00'));

  it('leaves what rested on it readable and without effect', () =>
    given(promised({ due: 'Tue 12:00' }), fulfil({ at: 'Tue 11:00' }), call({ at: 'Tue 18:00', problemPersists: true }))
      .when(voidEntry(2))
      .thenState(({ standing, status }) => {
        expect(status).toBe('open');
        expect(standing.problemPersists).toBeUndefined();
      }));

  it('lets a complaint’s answer fall with its complaint', () =>
    given(promised({ due: 'Tue 12:00' }), complain({}), answer({}))
      .when(voidEntry(2))
      .thenState(({ standing }) => expect(standing.complaints).toEqual([])));

  it('twice writes nothing down', () =>
    given(promised({ due: 'Tue 12:00' }), tell({}), voidEntry(2))
      .when(voidEntry(2))
      .thenNothing());

  it('is undone by recording the entry again', () =>
    given(promised({ due: 'Tue 12:00' }), fulfil({ at: 'Tue 11:00' }), voidEntry(2))
      .when(fulfil({ at: 'Tue 11:00' }))
      .thenState(({ outcomes }) => expect(outcomes['as-last-agreed']).toBe('kept')));

  it('is not undone by voiding the void', () =>
    given(promised({ due: 'Tue 12:00' }), tell({}), voidEntry(2))
      .when(voidEntry(3))
      .thenRefuses('entry-cannot-be-voided', { type: 'EntryVoided' }));

  it('needs an entry of this commitment', () =>
    given(promised({ due: 'Tue 12:00' }))
      .when(voidEntry(7))
      .thenRefuses('entry-unknown', { entry: entryId(7) }));

  it('needs an entry that was known by then', () =>
    given(promised({ due: 'Tue 12:00' }), recorded('Wed 08:00', tell({})))
      .when(recorded('Tue 08:00', voidEntry(2, 'Tue 08:00')))
      .thenRefuses('entry-unknown'));

  it.each(['BreachForeseen', 'BreachDeclared', 'BreachRetracted'] as const)(
    'does not reach %s: the ledger itself says so',
    (type) => {
      const [promise] = recordAll([promised({ due: 'Tue 12:00' })]);
      const data = {
        obligation: { kind: 'keep', entry: promise!.id },
        deadline: promise!.occurredAt,
        historic: false,
        cause: 'x',
      };
      const breach = { ...promise!, id: 'entry-2', type, data } as typeof promise & object;
      expect(() => decide(voidEntry(2), commitmentFrom([promise!, breach]))).toThrow('entry-cannot-be-voided');
    },
  );
});

describe('voiding the promise', () => {
  const voided = given(promised({ due: 'Tue 12:00', requested: 'Mon 18:00' }), tell({}), voidEntry(1));

  it('closes the stream to everything', () => {
    voided.thenVoided();
    voided.when(fulfil({ at: 'Tue 11:00' })).thenRefuses('commitment-voided');
    voided.when(voidEntry(2)).thenRefuses('commitment-voided');
    voided.when(promised({ due: 'Wed 12:00' })).thenRefuses('commitment-voided');
  });

  it('makes every outcome void', () =>
    voided.thenVoided(({ bases }) =>
      expect(Object.values(bases).map(({ outcome }) => outcome)).toEqual(['void', 'void', 'void', 'void']),
    ));
});

describe('reapplying a policy', () => {
  it('changes the terms and no window', () =>
    given(promised({ due: 'Tue 12:00' }), fulfil({ at: 'Tue 13:00' }))
      .when(reapply({ policy: '2024-02', tolerance: duration(7_200_000) }))
      .thenState(({ standing, expectation, outcomes }) => {
        expect(standing.terms.policy).toBe('2024-02');
        expect(expectation.due).toBe('Tue 12:00');
        expect(outcomes['as-last-agreed']).toBe('tolerated');
      }));

  it('that it has already changes nothing, in whatever order its rules are named', () => {
    const { tolerance, ...rest } = TERMS;
    given(promised({ due: 'Tue 12:00' }))
      .when({ ...reapply({}), data: { terms: { ...rest, tolerance } } })
      .thenNothing();
  });
});
