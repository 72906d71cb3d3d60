import { BASES, type Basis, formatInstant, type FulfilmentRate, fulfilmentRate, type TimeZone } from '#kept/domain';
import { type ReadModel } from '../read-model.js';
import { CountedBefore } from './counted-before.js';
import { ask, standpointOf } from '../standpoint.js';
import { Groups } from './count/groups.js';
import { type Lateness, LatenessRanks } from './count/lateness.js';
import { profileTable } from './count/profiles.js';
import { Scan } from './count/scan.js';
import { type Beside, CellTotals } from './count/totals.js';
import { type FactStore, factStoreOf } from './facts/fact-store.js';
import { type FactColumns } from './facts/fact-columns.js';
import { refold, type Standpoint } from './facts/refold.js';
import { Months } from './months.js';
import { type Note, notesOn } from './notes.js';
import { type RatesQuestion } from './question.js';
import { compareSlices, type Slice } from './slices.js';

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
 *
 * The facts are counted in memory: the first question of a process loads them, later ones read what has changed.
 * @throws ReadModelRefused `not-built`, `not-caught-up`
 */
export async function rates(model: ReadModel, question: RatesQuestion): Promise<RatesAnswer> {
  const store = factStoreOf(model);
  return store.inTurn(async () => {
    await store.load(model);
    return ask(model, async (trx) => {
      const position = await standpointOf(model, trx, ['rates', 'history'], question.asOf);
      const standpoint = { position, at: question.at };
      await store.follow(trx);
      const refolded = await refold(trx, store.columns, store.names, standpoint);
      const notes = await notesOn(trx, question.by ?? []);
      return { rows: answered(store, refolded, question, standpoint), notes, ...said(standpoint) };
    });
  });
}

const said = ({ position, at }: Standpoint) => ({ position: String(position), at: formatInstant(at) });

/** By read model, what was counted of it. */
const COUNTED = new WeakMap<FactStore, CountedBefore<CountedRate>>();

/** Nothing in here waits, so nothing changes meanwhile. */
function answered(
  store: FactStore,
  refolded: FactColumns,
  question: RatesQuestion,
  standpoint: Standpoint,
): RateAnswer[] {
  let before = COUNTED.get(store);
  if (!before) COUNTED.set(store, (before = new CountedBefore()));
  let rows = before.find(question, store.columns, standpoint);
  if (!rows) {
    const count = counted(store, refolded, question, standpoint);
    before.remember(question, store.columns, standpoint, count);
    ({ rows } = count);
  }
  const fixed = { period: periodOf(question), ...said(standpoint) };
  return rows.map((row) => ({ ...row, ...fixed }));
}

const periodOf = ({ from, to }: RatesQuestion): RateAnswer['period'] => ({
  from: from === undefined ? null : formatInstant(from),
  to: to === undefined ? null : formatInstant(to),
});

/** A rate, less the period as it was asked for, and where the question stands. */
type CountedRate = Omit<RateAnswer, 'period' | 'position' | 'at'>;

function counted(
  { names, columns }: FactStore,
  refolded: FactColumns,
  question: RatesQuestion,
  standpoint: Standpoint,
): { rows: CountedRate[]; nextDue: number } {
  const { bases, by = [], timeZone } = question;
  const months = new Months(timeZone);
  const groups = new Groups(by, names, months);
  const profiles = profileTable(names.profiles, question);
  const scan = new Scan(question, names, groups, profiles);
  const most = scan.take(columns, standpoint);
  const rest = scan.take(refolded, standpoint);

  const totals = new CellTotals(question, profiles, names.profiles, scan);
  const slices = totals.slices(groups, names, months).sort((a, b) => compareSlices(by, a.slice, b.slice));
  // What is not sliced has an answer also where there is nothing.
  if (by.length === 0 && slices.length === 0) slices.push({ slice: {}, cells: [] });
  const ranks = new LatenessRanks(
    most,
    rest,
    slices.map(({ cells }) => cells),
  );
  const perBasis = bases.map((basis) => ({
    basis,
    sums: slices.map((one) => totals.of(one, basis)),
    lateness: ranks.on(BASES.indexOf(basis), totals.latenesses(basis)),
  }));
  const rows = slices.flatMap(({ slice }, index) =>
    perBasis.map(({ basis, sums, lateness }) => ({
      // First: spread after other fields, it would make of the row a table of names, which is slow to read and to leave.
      ...fulfilmentRate(sums[index]!.tally),
      slice,
      basis,
      timeZone,
      beside: sums[index]!.beside(),
      lateness: lateness[index]!,
    })),
  );
  return { rows, nextDue: scan.nextDue };
}
