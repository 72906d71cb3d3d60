import { describe, expect, it } from '@jest/globals';
import { BASES } from '../rates/index.js';
import { promised, fulfil, recorded, voidEntry, withdraw } from '../testing/commands.fixture.js';
import { given, outcomesAt, recordAll } from '../testing/given.fixture.js';
import { type Scenario, scenarioOf } from '../testing/scenario.fixture.js';
import { spokenWindow } from '../testing/week.fixture.js';
import { commitmentFrom, type CommitmentEntry } from './index.js';

/**
 * The rules as 48 small histories. Entries stand in the order they were recorded; their time is when they occurred.
 * Unless a row says otherwise the question is asked on Sunday 00:00, and *moved* is by the provider.
 */
const SCENARIOS = `
| # | history | plan | expectation | first | last | requested | planned |
| 01 | Mon 08:00 promise **Tue 12:00** · Tue 11:00 done | Tue 12:00 | Tue 12:00 | kept | kept | – | kept |
| 02 | Mon 08:00 promise **Tue 12:00** · Tue 12:00 done | Tue 12:00 | Tue 12:00 | kept | kept | – | kept |
| 03 | Mon 08:00 promise **Tue 12:00** · Tue 12:10 done | Tue 12:00 | Tue 12:00 | late | late | – | late |
| 04 | Mon 08:00 promise **Tue 12:00** · Mon 23:00 moved to Wed 12:00 · Wed 10:00 done | Wed 12:00 | Tue 12:00 | late | late | – | kept |
| 05 | Mon 08:00 promise **Tue 12:00** · Mon 23:00 moved to Wed 12:00 · Tue 08:00 told Wed 12:00 · Wed 10:00 done | Wed 12:00 | Wed 12:00 | late | kept | – | kept |
| 06 | Mon 08:00 promise **Tue 12:00** · Mon 23:00 moved to Wed 12:00 · Tue 08:00 told Wed 12:00 (declined) · Wed 10:00 done | Wed 12:00 | Tue 12:00 | late | late | – | kept |
| 07 | Mon 08:00 promise **Tue 12:00** · Mon 23:00 moved to Wed 12:00 · Tue 08:00 told Wed 12:00 (not reached) · Wed 10:00 done | Wed 12:00 | Tue 12:00 | late | late | – | kept |
| 08 | Mon 08:00 promise **Tue 12:00** · Mon 23:00 moved to Wed 12:00 · Tue 15:00 told Wed 12:00 · Wed 10:00 done | Wed 12:00 | Wed 12:00 | late | kept | – | kept |
| 09 | Mon 08:00 promise **Tue 12:00** · Mon 23:00 moved to Wed 12:00 · Wed 10:00 done · Wed 11:00 told Wed 12:00 | Wed 12:00 | Tue 12:00 | late | late | – | kept |
| 10 | Mon 08:00 promise **Tue 12:00** · Mon 12:00 customer moved to Fri 12:00 · Fri 10:00 done | Fri 12:00 | Fri 12:00 | kept | kept | kept | kept |
| 11 | Mon 08:00 promise **Tue 12:00** · Mon 12:00 moved to Wed 12:00 · Mon 13:00 customer moved to Wed 12:00 · Wed 10:00 done | Wed 12:00 | Wed 12:00 | kept | kept | kept | kept |
| 12 | Mon 08:00 promise **Tue 12:00** · Mon 12:00 moved to Wed 12:00 · Mon 13:00 customer moved to Fri 12:00 · Fri 10:00 done | Fri 12:00 | Fri 12:00 | kept | kept | kept | kept |
| 13 | Mon 08:00 promise **Wed 12:00** · Mon 12:00 moved to Tue 12:00 · Tue 10:00 done | Tue 12:00 | Wed 12:00 | kept | kept | – | kept |
| 14 | Mon 08:00 promise **Tue 12:00** · Mon 12:00 moved to Wed 12:00 · Mon 14:00 moved to Thu 12:00 · Mon 16:00 told Thu 12:00 · Thu 10:00 done | Thu 12:00 | Thu 12:00 | late | kept | – | kept |
| 15 | Mon 08:00 promise **Tue 12:00** · Mon 12:00 moved to Wed 12:00 · Mon 14:00 moved to Tue 12:00 · Tue 10:00 done | Tue 12:00 | Tue 12:00 | kept | kept | – | kept |
| 16 | Mon 08:00 promise **Tue 12:00** · Mon 12:00 moved to Wed 12:00 · Mon 14:00 moved to Thu 12:00 · Mon 16:00 told Wed 12:00 · Thu 10:00 done | Thu 12:00 | Wed 12:00 | late | late | – | kept |
| 17 | Mon 08:00 promise **Tue 12:00** · Mon 12:00 told Wed 12:00 · Tue 10:00 done | Tue 12:00 | Wed 12:00 | kept | kept | – | kept |
| 18 | Mon 08:00 promise **Tue 12:00** · Mon 12:00 told Wed 12:00 · Wed 10:00 done | Tue 12:00 | Wed 12:00 | late | kept | – | late |
| 19 | Mon 08:00 promise **Tue 12:00** · Tue 08:00 told Wed 12:00 · Tue 08:05 moved to Wed 12:00 · Wed 10:00 done | Wed 12:00 | Wed 12:00 | late | kept | – | kept |
| 20 | Mon 08:00 promise **Tue 12:00** · Mon 23:00 moved to Wed 12:00 · Wed 10:00 done · Tue 08:00 told Wed 12:00 | Wed 12:00 | Wed 12:00 | late | kept | – | kept |
| 21 | Mon 08:00 promise **Tue 09:00–Tue 12:00** · Mon 15:00 advance notice · Mon 20:00 told Tue 09:00–Tue 12:00 · Tue 10:00 done | Tue 12:00 | Tue 12:00 | kept | kept | – | kept |
| 22 | Mon 08:00 promise **Wed 12:00** · Mon 12:00 advance notice · Mon 13:00 moved to Thu 12:00 · Mon 14:00 told Thu 12:00 · Thu 10:00 done | Thu 12:00 | Thu 12:00 | late | kept | – | kept |
| 23 | Mon 08:00 promise **Mon 10:00** · Mon 09:30 done | Mon 10:00 | Mon 10:00 | kept | kept | – | kept |
| 24 | Mon 08:00 promise **Thu 12:00** · Mon 12:00 done | Thu 12:00 | Thu 12:00 | kept | kept | – | kept |
| 25 | Mon 08:00 promise **Tue 09:00–Tue 12:00** · Mon 20:00 done | Tue 12:00 | Tue 12:00 | kept | kept | – | kept |
| 26 | Mon 08:00 promise **Tue 12:00** · done between Tue 11:00 and Tue 13:00 | Tue 12:00 | Tue 12:00 | undetermined | undetermined | – | undetermined |
| 27 | Mon 08:00 promise **Tue 12:00** · done between Tue 11:00 and Tue 12:00 | Tue 12:00 | Tue 12:00 | kept | kept | – | kept |
| 28 | Mon 08:00 promise **Tue 12:00** · done between Tue 12:00 and Tue 13:00 | Tue 12:00 | Tue 12:00 | late | late | – | late |
| 29 | Mon 08:00 promise **Tue 12:00** · done between Tue 13:00 and Tue 15:00 *(adequate: 2 h)* | Tue 12:00 | Tue 12:00 | late | late | – | late |
| 30 | Mon 08:00 promise **Tue 12:00** · Mon 20:00 withdrawn | Tue 12:00 | Tue 12:00 | broken | broken | – | broken |
| 31 | Mon 08:00 promise **Tue 12:00** · Wed 20:00 withdrawn · Wed 20:10 told of the withdrawal | Tue 12:00 | Tue 12:00 | broken | broken | – | broken |
| 32 | Mon 08:00 promise **Tue 12:00** · Mon 20:00 withdrawn by the customer | Tue 12:00 | Tue 12:00 | void | void | – | void |
| 33 | Mon 08:00 promise **Tue 12:00** · Wed 20:00 withdrawn by the customer | Tue 12:00 | Tue 12:00 | broken | broken | – | broken |
| 34 | Mon 08:00 promise **Tue 12:00** · Mon 20:00 moved to Wed 12:00 · Tue 08:00 told Wed 12:00 · Tue 20:00 withdrawn by the customer | Wed 12:00 | Wed 12:00 | broken | void | – | void |
| 35 | Mon 08:00 promise **Tue 12:00** · Tue 11:00 done · Tue 18:00 follow-up call · void entry 2 | Tue 12:00 | Tue 12:00 | overdue | overdue | – | overdue |
| 36 | Mon 08:00 promise **Tue 12:00** · Tue 11:00 done · void entry 2 · Wed 10:00 done | Tue 12:00 | Tue 12:00 | late | late | – | late |
| 37 | Mon 08:00 promise **Tue 12:00** · Tue 11:00 done · void entry 1 | – | – | void | void | – | void |
| 38 | Mon 08:00 promise **Tue 12:00** · Mon 23:00 moved to Wed 12:00 · Tue 08:00 told Wed 12:00 · Wed 10:00 done · void entry 3 | Wed 12:00 | Tue 12:00 | late | late | – | kept |
| 39 | Mon 08:00 promise **Tue 12:00** · Mon 23:00 moved to Wed 12:00 · Tue 08:00 told Wed 12:00 · Wed 10:00 done · void entry 2 | Tue 12:00 | Wed 12:00 | late | kept | – | late |
| 40 | Mon 08:00 promise **Mon 07:00** · Mon 09:00 done | Mon 07:00 | Mon 07:00 | late | late | – | late |
| 41 | Mon 08:00 promise **Tue 12:00** · Tue 15:00 moved to Tue 14:00 · Tue 15:00 told Tue 14:00 · Tue 16:00 done | Tue 14:00 | Tue 14:00 | late | late | – | late |
| 42 | Mon 08:00 promise **Tue 12:00** (asked for Mon 18:00) · Tue 10:00 done | Tue 12:00 | Tue 12:00 | kept | kept | late | kept |
| 43 | Mon 08:00 promise **Tue 12:00** *(at Tue 12:00)* | Tue 12:00 | Tue 12:00 | pending | pending | – | pending |
| 44 | Mon 08:00 promise **Tue 12:00** *(at Tue 12:01)* | Tue 12:00 | Tue 12:00 | overdue | overdue | – | overdue |
| 45 | Mon 08:00 promise **Tue 12:00** · Tue 11:00 done · Tue 18:00 follow-up call (not reached) · Wed 18:00 follow-up call (not reached) | Tue 12:00 | Tue 12:00 | kept | kept | – | kept |
| 46 | Mon 08:00 promise **Tue 12:00** · Tue 11:00 done | Tue 12:00 | Tue 12:00 | kept | kept | – | kept |
| 47 | Mon 08:00 promise **Tue 12:00** · Tue 09:00 follow-up call · Tue 11:00 done | Tue 12:00 | Tue 12:00 | kept | kept | – | kept |
| 48 | Mon 08:00 promise **Tue 12:00** · Tue 11:00 moved to Wed 12:00 · Tue 11:05 told Wed 12:00 · Wed 10:00 done | Wed 12:00 | Wed 12:00 | late | kept | – | kept |
`
  .split('\n')
  .slice(2, -1)
  .map(scenarioOf);

/** What the ledger says of a row: in the row's own words. */
function answered({ commands, at }: Scenario, misread: Misreading = (entries) => entries): string[] {
  const commitment = commitmentFrom(misread(recordAll(commands)));
  const windows =
    'standing' in commitment
      ? [spokenWindow(commitment.standing.plan), spokenWindow(commitment.standing.expectation)]
      : ['–', '–'];
  const outcomes = outcomesAt(commitment, at);
  // The table names a window by its due.
  return [...windows.map((text) => text.replace(/^.*–(?=.)/, '')), ...BASES.map((basis) => outcomes[basis] ?? '–')];
}

const expected = ({ plan, expectation, outcomes }: Scenario): string[] => [plan, expectation, ...outcomes];

describe('the small histories', () => {
  it('are 48', () =>
    expect(SCENARIOS.map(({ number }) => Number(number))).toEqual(Array.from({ length: 48 }, (_, n) => n + 1)));

  it.each(SCENARIOS)('$number: $history', (scenario) => expect(answered(scenario)).toEqual(expected(scenario)));
});

/** A wrong rule, as the entries that the right rules would need to see to come to the wrong answer. */
type Misreading = (entries: CommitmentEntry[]) => CommitmentEntry[];

/** Every data field of that name becomes this value. */
const reading =
  (field: string, value: unknown): Misreading =>
  (entries) =>
    entries.map((entry) =>
      field in entry.data ? { ...entry, data: { ...entry.data, [field]: value } } : entry,
    ) as CommitmentEntry[];

const without =
  (type: CommitmentEntry['type']): Misreading =>
  (entries) =>
    entries.filter((entry) => entry.type !== type);

const MISREADINGS: Record<string, Misreading> = {
  'one due date: every reschedule moves what the customer expects': reading('initiator', 'customer'),
  'a customer’s reschedule is one like any other': reading('initiator', 'provider'),
  'an attempt to tell is as good as telling': reading('reached', true),
  'a declined window counts as agreed': reading('answer', 'accepted'),
  'telling never moves the expectation': without('CustomerNotified'),
  'voided entries still count': without('EntryVoided'),
  'the customer’s own wish is forgotten': reading('requested', undefined),
  'an interval is its last moment': reading('interval', undefined),
  'only the provider withdraws': reading('by', 'provider'),
  'only the customer withdraws': reading('by', 'customer'),
  'what was recorded later happened later': (entries) => {
    let latest = entries[0]!.occurredAt;
    return entries.map((entry) => ({
      ...entry,
      occurredAt: (latest = entry.occurredAt > latest ? entry.occurredAt : latest),
    }));
  },
};

describe('a wrong rule shows in the small histories', () => {
  it.each(Object.entries(MISREADINGS))('%s', (_, misread) => {
    const wrong = SCENARIOS.filter((one) => answered(one, misread).join() !== expected(one).join());
    expect(wrong).not.toEqual([]);
  });
});

describe('refused', () => {
  const done = [promised({ due: 'Tue 12:00' }), fulfil({ at: 'Tue 11:00' })] as const;

  it('a customer’s withdrawal recorded after a fulfilment, even one that occurred earlier', () => {
    given(...done)
      .when(withdraw({ by: 'customer', at: 'Tue 14:00' }))
      .thenRefuses('commitment-settled', { by: 'fulfilment' });
    given(...done)
      .when(withdraw({ by: 'customer', at: 'Mon 20:00' }))
      .thenRefuses('commitment-settled', { by: 'fulfilment' });
  });

  it('… until the fulfilment is voided', () =>
    given(...done, voidEntry(2))
      .when(withdraw({ by: 'customer', at: 'Mon 20:00' }))
      .thenState(({ outcomes }) => expect(outcomes['as-last-agreed']).toBe('void')));

  it('a second fulfilment', () =>
    given(...done)
      .when(fulfil({ at: 'Tue 10:00' }))
      .thenRefuses('commitment-settled'));

  it('anything that occurs after it is recorded', () =>
    given(promised({ due: 'Tue 12:00' }))
      .when(recorded('Tue 10:59', fulfil({ at: 'Tue 11:00' })))
      .thenRefuses('occurs-after-it-is-recorded'));
});
