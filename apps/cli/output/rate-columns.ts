import { type FulfilmentRate } from '#kept/domain';
import { type RateAnswer } from '#kept/read-model';
import { type Column } from './formats.js';

const BASIS_NAMES: Record<RateAnswer['basis'], string> = {
  'as-first-promised': 'as first promised',
  'as-last-agreed': 'as last agreed',
  'as-requested': 'as requested',
  'as-planned': 'as planned',
};

type Shown = Omit<RateAnswer, 'beside'>;

/**
 * The columns of a rates table: the slices asked for, the rate with its interval and bounds, and the counts behind it.
 * Counts that are nought in every row are left out of the table; JSON and CSV have them all.
 */
export function rateColumns(rows: readonly Shown[]): Column<Shown>[] {
  const slices = Object.keys(rows[0]?.slice ?? {}).map((key): Column<Shown> => ({
    heading: key,
    cell: ({ slice }) => slice[key as keyof typeof slice] ?? '–',
  }));
  const counted = (heading: keyof FulfilmentRate): Column<Shown>[] =>
    rows.some((row) => row[heading] !== 0)
      ? [{ heading, cell: (row) => count(Number(row[heading])), align: 'right' }]
      : [];
  const uncertain = rows.some(({ undetermined }) => undetermined > 0);
  return [
    ...slices,
    { heading: 'basis', cell: ({ basis }) => BASIS_NAMES[basis] },
    { heading: 'rate', cell: ({ rate }) => percent(rate), align: 'right' },
    { heading: '95 % interval', cell: ({ low, high }) => between(low, high), align: 'right' },
    ...(uncertain
      ? [{ heading: 'bounds', cell: (row: Shown) => between(row.lowerBound, row.upperBound), align: 'right' as const }]
      : []),
    { heading: 'of', cell: ({ denominator }) => count(denominator), align: 'right' },
    ...counted('kept'),
    ...counted('tolerated'),
    ...counted('late'),
    ...counted('broken'),
    ...counted('overdue'),
    ...counted('undetermined'),
    ...counted('pending'),
    ...counted('void'),
  ];
}

const count = (value: number): string => value.toLocaleString('en');

function percent(rate: number | null): string {
  return rate === null ? 'no data' : `${(rate * 100).toFixed(2)} %`;
}

function between(low: number | null, high: number | null): string {
  return low === null || high === null ? '' : `${(low * 100).toFixed(2)}–${(high * 100).toFixed(2)}`;
}
