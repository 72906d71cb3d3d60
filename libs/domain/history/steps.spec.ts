import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { commitmentAt, type CommitmentCommand, type CommitmentEntry, commitmentFrom } from '../commitment/index.js';
import { Refusal } from '../refusal.js';
import * as c from '../testing/commands.fixture.js';
import { entriesOf } from '../testing/given.fixture.js';
import { on, spoken } from '../testing/week.fixture.js';
import { type Instant, instant } from '../time/index.js';
import { historyOf } from './index.js';

const SUNDAY = on('Sun 00:00');

/** The history of these commands, as the decider records them. */
function recordedAs(...commands: CommitmentCommand[]): CommitmentEntry[] {
  return commands.reduce<CommitmentEntry[]>(
    (entries, command) => [...entries, ...entriesOf(command, commitmentFrom(entries), entries.length)],
    [],
  );
}

/** What each step moved, in words: `plan Tue 12:00 → Wed 12:00`. */
function told(entries: readonly CommitmentEntry[], at: Instant = SUNDAY): string[] {
  return historyOf(entries, at).steps.map(({ entry, plan, expectation, settlement, silentSlip, voided }) =>
    [
      entry.type,
      ...(plan ? [`plan ${plan.before ? `${spoken(plan.before.due)} → ` : ''}${spoken(plan.after.due)}`] : []),
      ...(expectation
        ? [
            `expectation ${expectation.before ? `${spoken(expectation.before.due)} → ` : ''}${spoken(expectation.after.due)}`,
          ]
        : []),
      ...(settlement ? [settlement.by] : []),
      ...(silentSlip ? ['silent slip'] : []),
      ...(voided ? ['voided'] : []),
    ].join(', '),
  );
}

const promise = c.promised({ due: 'Tue 12:00' });
const MADE = 'PromiseMade, plan Tue 12:00, expectation Tue 12:00';

describe('the steps of a commitment', () => {
  it('show the silent slip: the plan moves, the expectation stays', () => {
    expect(
      told(recordedAs(promise, c.reschedule({ at: 'Mon 23:00', to: 'Wed 12:00' }), c.fulfil({ at: 'Wed 10:00' }))),
    ).toEqual([MADE, 'CommitmentRescheduled, plan Tue 12:00 → Wed 12:00, silent slip', 'PromiseFulfilled, fulfilment']);
  });

  it('show that one phone call moves the expectation', () => {
    const entries = recordedAs(
      promise,
      c.reschedule({ at: 'Mon 23:00', to: 'Wed 12:00' }),
      c.tell({ at: 'Tue 08:00', window: 'Wed 12:00' }),
    );
    expect(told(entries).at(-1)).toBe('CustomerNotified, expectation Tue 12:00 → Wed 12:00');
  });

  it('show no slip where the customer was told first, or asked for it', () => {
    const before = recordedAs(
      promise,
      c.tell({ at: 'Tue 08:00', window: 'Wed 12:00' }),
      c.reschedule({ at: 'Tue 08:05', to: 'Wed 12:00' }),
    );
    expect(told(before).at(-1)).toBe('CommitmentRescheduled, plan Tue 12:00 → Wed 12:00');
    const asked = recordedAs(promise, c.reschedule({ at: 'Mon 12:00', to: 'Fri 12:00', initiator: 'customer' }));
    expect(told(asked).at(-1)).toBe(
      'CommitmentRescheduled, plan Tue 12:00 → Fri 12:00, expectation Tue 12:00 → Fri 12:00',
    );
    expect(historyOf(asked, SUNDAY).steps.at(-1)!.first?.after.due).toBe(on('Fri 12:00'));
  });

  it('come in the order things happened, however late they were recorded', () => {
    const entries = recordedAs(
      promise,
      c.reschedule({ at: 'Mon 23:00', to: 'Wed 12:00' }),
      c.fulfil({ at: 'Wed 10:00' }),
      c.tell({ at: 'Tue 08:00', window: 'Wed 12:00' }),
    );
    expect(told(entries).slice(2)).toEqual([
      'CustomerNotified, expectation Tue 12:00 → Wed 12:00',
      'PromiseFulfilled, fulfilment',
    ]);
  });

  it('keep a voided entry in sight, without its effect', () => {
    const entries = recordedAs(promise, c.fulfil({ at: 'Tue 11:00' }), c.voidEntry(2, 'Sat 12:00'));
    expect(told(entries)).toEqual([MADE, 'PromiseFulfilled, voided', 'EntryVoided']);
    // A void is knowledge about the record: it counts also for a moment before it was made.
    expect(told(entries, on('Wed 00:00'))).toEqual([MADE, 'PromiseFulfilled, voided']);
  });

  it('have no effect at all where the promise was a mistake', () => {
    const entries = recordedAs(promise, c.fulfil({ at: 'Tue 11:00' }), c.voidEntry(1));
    expect(told(entries)).toEqual(['PromiseMade, voided', 'PromiseFulfilled, voided', 'EntryVoided']);
    expect(historyOf(entries, SUNDAY).commitment.status).toBe('voided');
  });

  it('carry the warning an entry was recorded in spite of', () => {
    const entries = recordedAs(promise, c.tell({ at: 'Tue 08:00', window: 'Wed 12:00' }));
    expect(historyOf(entries, SUNDAY).steps.at(-1)!.warnings).toEqual(['told-without-reschedule']);
  });

  it('are none before the promise was made', () => {
    expect(historyOf(recordedAs(promise), on('Mon 07:59'))).toEqual({ commitment: { status: 'unmade' }, steps: [] });
    expect(historyOf([], SUNDAY)).toEqual({ commitment: { status: 'unmade' }, steps: [] });
  });

  it('lead to where the fold of the commitment stands, at any moment', () => {
    fc.assert(
      fc.property(histories, fc.nat(120), (entries, hours) => {
        const at = instant(on('Mon 07:00') + hours * 3_600_000);
        const { commitment, steps } = historyOf(entries, at);
        const folded = commitmentAt(commitmentFrom(entries), at);
        expect(commitment.status).toBe(folded.status);
        expect('standing' in commitment && commitment.standing).toEqual('standing' in folded && folded.standing);
        if (!('standing' in commitment)) return;
        // The changes are complete: from the promise on, each begins where the one before has ended.
        for (const part of ['plan', 'expectation', 'first'] as const) {
          const changes = steps.flatMap((step) => step[part] ?? []);
          expect(changes.slice(1).map(({ before }) => before)).toEqual(changes.slice(0, -1).map(({ after }) => after));
          expect(changes.at(-1)!.after).toEqual(commitment.standing[part]);
        }
      }),
    );
  });
});

const moments = fc.integer({ min: 1, max: 110 }).map((n) => spoken(instant(on('Mon 08:00') + n * 3_600_000)));
const windows = fc.constantFrom('Tue 12:00', 'Wed 12:00', 'Thu 09:00–Thu 12:00', 'Fri 12:00');
const commands = fc.oneof(
  fc.record({ at: moments, to: windows, initiator: fc.constantFrom('provider', 'customer') }).map(c.reschedule),
  fc.record({ at: moments, window: windows }).map(c.tell),
  fc.record({ at: moments }).map(c.fulfil),
  fc.record({ at: moments, by: fc.constantFrom('provider', 'customer') }).map(c.withdraw),
  fc.tuple(fc.integer({ min: 1, max: 8 }), moments).map(([n, at]) => c.voidEntry(n, at)),
);
const histories = fc.array(commands, { maxLength: 12, size: 'max' }).map((said) =>
  said.reduce<CommitmentEntry[]>((entries, command) => {
    try {
      return [...entries, ...entriesOf(command, commitmentFrom(entries), entries.length)];
    } catch (error) {
      if (error instanceof Refusal) return entries;
      throw error;
    }
  }, recordedAs(promise)),
);
