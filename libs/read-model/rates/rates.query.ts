import { type Basis, formatInstant, type FulfilmentRate, fulfilmentRate, type TimeZone } from '#kept/domain';
import { type ReadModel } from '../read-model.js';
import { ask, standpointOf } from '../standpoint.js';
import { cellsOf, latenessOf, nextDue, type Period, type Source } from './aggregate.js';
import { monthOf } from './months.js';
import { type Note, notesOn } from './notes.js';
import { decidingBasis, prefixOf, type RatesQuestion } from './question.js';
import { forget, refold } from './refold.js';
import { columnsOf, compareSlices, type Slice, slicesOf } from './slices.js';
import { type Beside, besideOf, type Lateness, latenessIn, Tallies } from './tally.js';

/** One rate, with everything it depends on. Instants in ISO 8601; an open end of the period is `null`. */
export interface RateAnswer extends FulfilmentRate {
  slice: Slice;
  basis: Basis;
  period: { from: string | null; to: string | null };
  timeZone: TimeZone;
  position: string;
  at: string;
  beside: Beside;
  lateness: Lateness;
}

export interface RatesAnswer {
  /** By slice, `null` last; within a slice, in the order the bases were asked for. */
  rows: RateAnswer[];
  notes: Note[];
  position: string;
  at: string;
}

/**
 * Fulfilment rates, for any moment and as known at any position. The same question at the same position and `at` gives
 * the same answer for ever.
 * @throws ReadModelRefused `not-built`, `not-caught-up`
 */
export function rates(model: ReadModel, question: RatesQuestion): Promise<RatesAnswer> {
  const { bases, by = [], from, to, timeZone, at } = question;
  return ask(model, async (trx) => {
    const position = await standpointOf(model, trx, ['rates', 'history'], question.asOf);
    const refolded = await refold(model, trx, { position, at });
    const tallies = new Tallies(bases);
    if (by.length === 0) for (const basis of bases) tallies.of({}, basis);
    await count({ db: trx, refolded, position, at }, question, tallies);
    if (refolded) await forget(trx);
    const fixed = {
      period: {
        from: from === undefined ? null : formatInstant(from),
        to: to === undefined ? null : formatInstant(to),
      },
      timeZone,
      position: String(position),
      at: formatInstant(at),
    };
    const rows = tallies
      .all()
      .sort(([a], [b]) => compareSlices(by, a!.slice, b!.slice))
      .flat()
      .map((totals) => ({
        slice: totals.slice,
        basis: totals.basis,
        ...fulfilmentRate(totals.tally),
        ...fixed,
        beside: besideOf(totals),
        lateness: latenessIn(totals),
      }));
    return { rows, notes: await notesOn(trx, by), position: fixed.position, at: fixed.at };
  });
}

async function count(source: Source, question: RatesQuestion, tallies: Tallies): Promise<void> {
  const { bases, by = [] } = question;
  const columns = columnsOf(by);
  for await (const { month, ...period } of periodsOf(source, question))
    for (const basis of bases) {
      const prefix = prefixOf(basis);
      for (const cell of await cellsOf(source, period, prefix, columns))
        for (const slice of slicesOf(by, cell, month)) tallies.add(slice, basis, cell);
      for await (const { lateness, ...group } of latenessOf(source, period, prefix, columns))
        for (const slice of slicesOf(by, group, month)) tallies.of(slice, basis).lateness.push(lateness);
    }
}

/** The period asked about; by month, each of its months that has a due in it. */
async function* periodsOf(source: Source, question: RatesQuestion): AsyncGenerator<Period & { month: string | null }> {
  const { from, to, by = [], timeZone, teams } = question;
  const whole: Period = { deciding: decidingBasis(question), from, to, teams };
  if (!by.includes('month')) {
    yield { ...whole, month: null };
    return;
  }
  for (let start = from; ;) {
    const due = await nextDue(source, whole, start);
    if (due === undefined) return;
    const month = monthOf(due, timeZone);
    const end = month.to !== undefined && (to === undefined || month.to < to) ? month.to : to;
    yield { ...whole, from: start, to: end, month: month.label };
    if (end === to) return;
    start = end;
  }
}
