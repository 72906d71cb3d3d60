import { type ExpressionBuilder, type Kysely, sql } from 'kysely';
import { type Place } from '../paging/cursor.js';
import { type Database } from '../schema/database.js';
import {
  type BoardOrder,
  type BoardQuestion,
  type CommitmentStatus,
  STATUSES,
  visibleTeams,
} from './board-question.js';

const COLUMNS = { due: 'expectation_due', made: 'made_at', changed: 'last_position' } as const satisfies Record<
  BoardOrder,
  string
>;

/** What a board is made of: for each of them an index holds the commitments in the board's order. */
export interface Branch {
  by?: { column: 'team' | 'customer' | 'owner' | 'kind'; is: string };
  status: CommitmentStatus;
}

/** The branches that make up a board, none where nothing can be on it. */
export function branchesOf(question: BoardQuestion): Branch[] {
  const statuses = STATUSES.filter(
    (status) => (question.status?.includes(status) ?? true) && (question.overdue !== true || status === 'open'),
  );
  const paths = pathsOf(question);
  return paths.flatMap((by) => statuses.map((status): Branch => (by ? { by, status } : { status })));
}

/** By what is looked for that few commitments have. */
function pathsOf(question: BoardQuestion): Branch['by'][] {
  const teams = visibleTeams(question);
  if (teams?.length === 0) return [];
  if (question.customer !== undefined) return [{ column: 'customer', is: question.customer }];
  if (question.owner !== undefined) return [{ column: 'owner', is: question.owner }];
  if (teams) return teams.map((team) => ({ column: 'team', is: team }));
  const { kind, order = 'due' } = question;
  return kind !== undefined && order === 'due' ? [{ column: 'kind', is: kind }] : [undefined];
}

/** The first commitments of a branch after a place: their keys, and what they are ordered by. */
export function firstOf(db: Kysely<Database>, question: BoardQuestion, branch: Branch, after: Place | undefined) {
  const { order = 'due', descending = false } = question;
  const key = columnIn(branch, order, COLUMNS[order]);
  const direction = descending ? 'desc' : 'asc';
  const beyond = sql.raw(descending ? '<' : '>');
  return db
    .selectFrom('commitments')
    .select((row) => ['position', row.ref(COLUMNS[order]).as('key')])
    .where((row) => row.and(conditions(row, question, branch)))
    .$if(after !== undefined, (query) =>
      query.where(sql<boolean>`(${key}, position) ${beyond} (${after![0]}, ${after![1]})`),
    )
    .orderBy(key, direction)
    .orderBy('position', direction)
    .limit(question.limit + 1);
}

/**
 * A column as it is where the branch's index has its order. Elsewhere as an expression: an index of that order is no way
 * to the few commitments of a customer, and its sight must not tempt the planner away from the one that is.
 */
function columnIn({ by }: Branch, order: BoardOrder, column: (typeof COLUMNS)[BoardOrder]) {
  const inOrder = order === 'due' || by === undefined || by.column === 'team';
  return inOrder && COLUMNS[order] === column ? sql<number>`${sql.ref(column)}` : sql<number>`(${sql.ref(column)} + 0)`;
}

function conditions(row: ExpressionBuilder<Database, 'commitments'>, question: BoardQuestion, branch: Branch) {
  const { order = 'due', owner, kind, segment, overdue, at, due = {}, made = {} } = question;
  const { by, status } = branch;
  const teams = visibleTeams(question);
  // For the same reason as above.
  const other = (column: 'team' | 'owner' | 'kind') => sql<string>`(${sql.ref(column)} || '')`;
  const instants = (column: 'expectation_due' | 'made_at') => columnIn(branch, order, column);
  const chosen = [row('status', '=', status)];
  if (by) chosen.push(row(by.column, '=', by.is));
  if (teams && by?.column !== 'team') chosen.push(row(other('team'), 'in', teams));
  if (owner !== undefined && by?.column !== 'owner') chosen.push(row(other('owner'), '=', owner));
  if (kind !== undefined && by?.column !== 'kind') chosen.push(row(other('kind'), '=', kind));
  if (segment !== undefined) chosen.push(row('segment', '=', segment));
  if (overdue !== undefined && status === 'open')
    chosen.push(row(instants('expectation_due'), overdue ? '<' : '>=', at));
  if (due.from !== undefined) chosen.push(row(instants('expectation_due'), '>=', due.from));
  if (due.to !== undefined) chosen.push(row(instants('expectation_due'), '<', due.to));
  if (made.from !== undefined) chosen.push(row(instants('made_at'), '>=', made.from));
  if (made.to !== undefined) chosen.push(row(instants('made_at'), '<', made.to));
  return chosen;
}
