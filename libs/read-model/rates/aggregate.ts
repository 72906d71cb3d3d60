import { type Instant, type Outcome } from '#kept/domain';
import { type Kysely, sql } from 'kysely';
import { type Database } from '../schema/database.js';
import { type BasisPrefix } from './question.js';
import { type Standpoint } from './refold.js';
import { type SliceColumn } from './slices.js';

/** Whose dues fall in it, of these teams' commitments: what a tally covers. */
export interface Period {
  teams?: readonly string[] | undefined;
  deciding: BasisPrefix;
  from?: Instant | undefined;
  to?: Instant | undefined;
}

export interface Source extends Standpoint {
  db: Kysely<Database>;
  /** Whether rows that were different then stand in for those of today. */
  refolded: boolean;
}

/**
 * The sums of some commitments that agree in their slice columns and in their outcome. SQL's sums are wide, so engines
 * may answer with text.
 */
export type Cell = Record<SumColumn | 'commitments', number | string> &
  Partial<Record<SliceColumn, string | null>> & { outcome: Outcome };

export const SUMS = [
  'reschedules',
  'short_notices',
  'told_changes',
  'early',
  'kept_only_because_told',
  'kept_not_solved',
  'kept_left_undone',
] as const;
export type SumColumn = (typeof SUMS)[number];

/** Counts and sums, grouped by the slice columns and by the outcome on a basis. */
export function cellsOf(
  source: Source,
  period: Period,
  basis: BasisPrefix,
  by: readonly SliceColumn[],
): Promise<Cell[]> {
  const due = sql.ref<number>(`${basis}_due`);
  const outcome = sql<Outcome>`coalesce(${sql.ref(`${basis}_outcome`)}, case when ${due} < ${source.at} then 'overdue' else 'pending' end)`;
  return (
    source.db
      .selectFrom(chosen(source, period, basis))
      .select([...by])
      .select(outcome.as('outcome'))
      .select(({ fn }) => [
        fn.countAll<number | string>().as('commitments'),
        ...SUMS.map((column) => fn.sum<number | string>(column).as(column)),
      ])
      // By ordinal: the outcome's expression has parameters, which PostgreSQL would not take for the same ones again.
      .groupBy([...by, sql`${sql.lit(by.length + 1)}`])
      .execute()
  );
}

/** How late each fulfilment known as an instant was, in milliseconds; negative where it was early. */
export function latenessOf(
  source: Source,
  period: Period,
  basis: BasisPrefix,
  by: readonly SliceColumn[],
): AsyncIterable<Partial<Record<SliceColumn, string | null>> & { lateness: number }> {
  return source.db
    .selectFrom(chosen(source, period, basis))
    .select([...by])
    .select(sql<number>`fulfilled_at - ${sql.ref(`${basis}_due`)}`.as('lateness'))
    .where('fulfilled_at', 'is not', null)
    .stream();
}

/** The earliest due of a period that is not before an instant. */
export async function nextDue(source: Source, period: Period, from: Instant | undefined): Promise<Instant | undefined> {
  const due = `${period.deciding}_due` as const;
  const row = await source.db
    .selectFrom(chosen(source, { ...period, from }, period.deciding))
    .select(due)
    .orderBy(due)
    .limit(1)
    .executeTakeFirst();
  return (row?.[due] ?? undefined) as Instant | undefined;
}

/** The commitments that a tally covers: today's rows where they answer, and those that were folded for it. */
function chosen(source: Source, period: Period, basis: BasisPrefix) {
  const { db, position, at } = source;
  const standing = covered(db.selectFrom('rates').selectAll(), period, basis)
    .where('last_position', '<=', position)
    .where('last_occurred_at', '<=', at);
  const all = source.refolded
    ? standing.unionAll(covered(db.selectFrom('refolded_rates').selectAll(), period, basis))
    : standing;
  return all.as('chosen');
}

function covered<Query extends Filterable<Query>>(
  query: Query,
  { deciding, from, to, teams }: Period,
  basis: BasisPrefix,
): Query {
  let chosen = query.where(`${basis}_due`, 'is not', null);
  if (from !== undefined) chosen = chosen.where(`${deciding}_due`, '>=', from);
  if (to !== undefined) chosen = chosen.where(`${deciding}_due`, '<', to);
  if (teams !== undefined) chosen = chosen.where('team', 'in', teams);
  return chosen;
}

interface Filterable<Query> {
  where(column: `${BasisPrefix}_due`, operator: 'is not' | '>=' | '<', value: number | null): Query;
  where(column: 'team', operator: 'in', values: readonly string[]): Query;
}
