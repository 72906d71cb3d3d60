import { type Instant, type TimeZone } from '#kept/domain';
import { describe, expect, it } from '@jest/globals';
import { CountedBefore } from './counted-before.js';
import { FactColumns, Names } from './facts/fact-columns.js';
import { type RatesQuestion } from './question.js';

const asked: RatesQuestion = { bases: ['as-last-agreed'], timeZone: 'UTC' as TimeZone, at: 0 as Instant };
const at = (moment: number, position = 9) => ({ position, at: moment as Instant });

/** One commitment, made at 100 and changed last at 110, by position 5; open until 200. */
function columns(): FactColumns {
  const some = new FactColumns(new Names());
  some.put(3, 5, [100, 10, 'li', null, 'north', 'chen', 'repair', '0,0,0,0,0,0,0,0,[]', null, 100, 100, null, 100]);
  return some;
}

function remembered(facts: FactColumns): CountedBefore<string> {
  const before = new CountedBefore<string>();
  before.remember(asked, facts, at(150), { rows: ['counted'], nextDue: 200 });
  return before;
}

describe('what was counted before', () => {
  it('holds until the next due passes', () => {
    const facts = columns();
    const before = remembered(facts);
    for (const [moment, holds] of [
      [149, false],
      [150, true],
      [200, true],
      [201, false],
    ] as const)
      expect(before.find(asked, facts, at(moment))).toEqual(holds ? ['counted'] : undefined);
  });

  it('holds until anything changes', () => {
    const facts = columns();
    const before = remembered(facts);
    facts.put(3, 6, [100, 20, 'li', null, 'north', 'chen', 'repair', '0,0,0,0,0,0,0,0,[]', null, 100, 100, null, 100]);
    expect(before.find(asked, facts, at(150))).toBeUndefined();
  });

  it('holds for every period that has the same dues in it, and for no other', () => {
    const facts = columns();
    const before = new CountedBefore<string>();
    const period = (from?: number, to?: number) =>
      ({ ...asked, ...(from && { from }), ...(to && { to }) }) as RatesQuestion;
    before.remember(period(150, 300), facts, at(150), { rows: ['counted'], nextDue: 200 });
    for (const [from, to, holds] of [
      [150, 300, true],
      [200, 201, true],
      [101, undefined, true],
      [undefined, 201, true],
      [undefined, undefined, true],
      [201, 300, false],
      [150, 200, false],
      [undefined, 200, false],
    ] as const)
      expect([from, to, before.find(period(from, to), facts, at(150))]).toEqual([
        from,
        to,
        holds ? ['counted'] : undefined,
      ]);
  });

  it('holds for nothing else, and for nothing that was known before it, or for a moment before it', () => {
    const facts = columns();
    const before = remembered(facts);
    expect(before.find({ ...asked, teams: [] }, facts, at(150))).toBeUndefined();
    expect(before.find(asked, columns(), at(150))).toBeUndefined();
    expect(before.find(asked, facts, at(150, 4))).toBeUndefined();
    before.remember(asked, facts, at(105), { rows: ['of the past'], nextDue: 200 });
    expect(before.find(asked, facts, at(150))).toEqual(['counted']);
  });
});
