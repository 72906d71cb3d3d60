import { describe, expect, it } from '@jest/globals';
import { BASES } from '../rates/index.js';
import { promised, fulfil, recorded, voidEntry, withdraw } from '../testing/commands.fixture.js';
import { given, outcomesAt, recordAll } from '../testing/given.fixture.js';
import { type Misreading, reading } from '../testing/misreading.fixture.js';
import { type Scenario } from '../testing/scenario.fixture.js';
import { SCENARIOS } from '../testing/scenarios.fixture.js';
import { spokenWindow } from '../testing/week.fixture.js';
import { commitmentFrom, type CommitmentEntry } from './index.js';

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
