import { type ContactMode, factsOf, type SettledOutcome, type Source } from '#kept/domain';
import { type CommitmentSubject, type CommitmentTable, type Projection, table } from '../projection.js';
import { flag, integer, maybe, type RowOf, text, word } from '../schema/columns.js';

export const rateColumns = {
  position: integer,
  commitment: text,
  made_at: integer,
  last_position: integer,
  last_occurred_at: integer,
  customer: text,
  segment: maybe(text),
  team: text,
  owner: text,
  kind: text,
  source: word<Source>(),
  mode: word<ContactMode>(),
  /** JSON arrays: sets that are grouped by as they are, and spread over their members afterwards. */
  dimensions: text,
  reasons: text,
  first_due: integer,
  first_outcome: maybe(word<SettledOutcome>()),
  last_due: integer,
  last_outcome: maybe(word<SettledOutcome>()),
  requested_due: maybe(integer),
  requested_outcome: maybe(word<SettledOutcome>()),
  planned_due: integer,
  planned_outcome: maybe(word<SettledOutcome>()),
  fulfilled_at: maybe(integer),
  reschedules: integer,
  short_notices: integer,
  told_changes: integer,
  early: integer,
  kept_only_because_told: integer,
  kept_not_solved: integer,
  kept_left_undone: integer,
};

export type RateRow = RowOf<typeof rateColumns>;

/** The facts the rates count, one narrow row per commitment, and nothing that depends on when they are asked for. */
export const ratesTable = table<typeof rateColumns, CommitmentTable>({
  name: 'rates',
  of: 'commitment',
  columns: rateColumns,
  indexes: [['first_due'], ['last_due'], ['last_occurred_at']],
  row: rateRow,
});

export const ratesProjection: Projection = { name: 'rates', version: 1, tables: [ratesTable] };

/**
 * A commitment's row among the rates. Also how one is made for a moment in the past. One literal and no spreads: a build
 * makes one of these for every second event, and spreading cost ten times as much as everything else in here.
 */
export function rateRow({ id, commitment, position, lastPosition, lastOccurredAt }: CommitmentSubject): RateRow {
  const facts = factsOf(commitment);
  const first = facts.bases['as-first-promised']!;
  const last = facts.bases['as-last-agreed']!;
  const requested = facts.bases['as-requested'];
  const planned = facts.bases['as-planned']!;
  return {
    position,
    commitment: id,
    made_at: commitment.promise.occurredAt,
    last_position: lastPosition,
    last_occurred_at: lastOccurredAt,
    customer: facts.customer,
    segment: facts.segment ?? null,
    team: facts.team,
    owner: facts.owner,
    kind: facts.kind,
    source: facts.source,
    mode: facts.mode,
    dimensions: setOf(facts.dimensions),
    reasons: setOf(facts.reasons),
    first_due: first.due,
    first_outcome: first.outcome ?? null,
    last_due: last.due,
    last_outcome: last.outcome ?? null,
    requested_due: requested?.due ?? null,
    requested_outcome: requested?.outcome ?? null,
    planned_due: planned.due,
    planned_outcome: planned.outcome ?? null,
    fulfilled_at: facts.fulfilledAt ?? null,
    reschedules: facts.reschedules,
    short_notices: facts.shortNotices,
    told_changes: facts.toldChanges,
    early: flag(facts.early),
    kept_only_because_told: flag(facts.keptOnlyBecauseTold),
    kept_not_solved: flag(facts.keptNotSolved),
    kept_left_undone: flag(facts.keptLeftUndone),
  };
}

/** Sorted, so that equal sets are equal texts whatever came first. */
function setOf(members: readonly string[]): string {
  return members.length === 0 ? '[]' : JSON.stringify(members.toSorted());
}
