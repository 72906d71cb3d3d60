import {
  emptyObligationTally,
  formatInstant,
  type ObligationKind,
  type ObligationRate,
  obligationRate,
  OBLIGATIONS,
  type ObligationTally,
} from '#kept/domain';
import { ReadModelRefused } from '../errors.js';
import { Groups } from '../rates/count/groups.js';
import { profileTable } from '../rates/count/profiles.js';
import { Scan } from '../rates/count/scan.js';
import { CellTotals } from '../rates/count/totals.js';
import { factStoreOf } from '../rates/facts/fact-store.js';
import { Months } from '../rates/months.js';
import { type Note, notesOn } from '../rates/notes.js';
import { type RatesQuestion } from '../rates/question.js';
import { compareSlices, type Slice } from '../rates/slices.js';
import { type ReadModel } from '../read-model.js';
import { ask, standpointOf } from '../standpoint.js';
import { talliesByCell } from './obligation-tallies.js';

/** How many obligations of a kind were met in time, in a slice. */
export interface ObligationRateAnswer extends ObligationRate {
  slice: Slice;
  obligation: ObligationKind;
}

export interface ObligationRatesAnswer {
  /** By slice, `null` last; within a slice, by kind, those of which there is none left out. */
  rows: ObligationRateAnswer[];
  notes: Note[];
  position: string;
  at: string;
}

/** What obligation rates are asked about: as the rates are, of the present. */
export type ObligationRatesQuestion = Omit<RatesQuestion, 'bases' | 'asOf'>;

/**
 * How many obligations were met in time, were made good late or missed, by kind and slice, over the commitments whose
 * first due falls in the period: notice rate, advance-notice rate, follow-up rate, and the breaches of each kind.
 * @throws ReadModelRefused `not-built`, `only-of-the-present`
 */
export async function obligationRates(
  model: ReadModel,
  question: ObligationRatesQuestion,
): Promise<ObligationRatesAnswer> {
  const { by = [], at, timeZone } = question;
  const asked: RatesQuestion = { ...question, bases: ['as-first-promised'] };
  const store = factStoreOf(model);
  return store.inTurn(async () => {
    await store.load(model);
    return ask(model, async (trx) => {
      const position = await standpointOf(model, trx, ['rates', 'history', 'obligations', 'commitments'], undefined);
      await store.follow(trx);
      const { names, columns } = store;
      if (columns.latest.occurredAt > at)
        throw new ReadModelRefused(
          'only-of-the-present',
          `what is owed is counted by everything that has happened, and at ${formatInstant(at)} not all of it had: leave \`at\` out, or ask for a later moment`,
        );
      const months = new Months(timeZone);
      const groups = new Groups(by, names, months);
      const profiles = profileTable(names.profiles, asked);
      const scan = new Scan(asked, names, groups, profiles);
      const covered = scan.take(columns, { position, at });
      const totals = new CellTotals(asked, profiles, names.profiles, scan);
      const slices = totals.slices(groups, names, months).sort((a, b) => compareSlices(by, a.slice, b.slice));
      const byCell = await talliesByCell(trx, covered, at);
      const rows = slices.flatMap(({ slice, cells }) =>
        OBLIGATIONS.flatMap((obligation) => {
          const some = cells.flatMap((cell) => byCell.get(cell)?.[obligation] ?? []);
          return some.length === 0 ? [] : [{ slice, obligation, ...obligationRate(sumOf(some)) }];
        }),
      );
      return { rows, notes: await notesOn(trx, by), position: String(position), at: formatInstant(at) };
    });
  });
}

function sumOf(tallies: readonly ObligationTally[]): ObligationTally {
  const sum = emptyObligationTally();
  for (const one of tallies)
    for (const state in one) sum[state as keyof ObligationTally] += one[state as keyof ObligationTally];
  return sum;
}
