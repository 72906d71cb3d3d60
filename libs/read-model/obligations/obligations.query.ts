import { type Instant, type ObligationState } from '#kept/domain';
import { type Kysely } from 'kysely';
import { visibleTeams } from '../commitments/board-question.js';
import { cursorAfter, type Place, placeIn } from '../paging/cursor.js';
import { checkedLimit, type Page } from '../paging/page.js';
import { type ReadModel } from '../read-model.js';
import { type Database } from '../schema/database.js';
import { ask, standpointOf } from '../standpoint.js';
import { type ObligationsQuestion, type OwingCommitment, owingOf } from './owing.js';

export interface ObligationsList extends Page<OwingCommitment> {
  at: Instant;
}

export interface BreachesList extends ObligationsList {
  /** Commitments with a deadline that has passed unmet, of which the ledger has not said so yet. */
  undeclared: number;
}

/** A list: what it is ordered by, in which direction, and what it shows unless asked for something else. */
interface List {
  name: string;
  by: 'next_deadline' | 'breached_at';
  direction: 'asc' | 'desc';
  states: readonly ObligationState[];
}

const OWED: List = { name: 'obligations', by: 'next_deadline', direction: 'asc', states: ['open', 'breached'] };
const BREACHED: List = { name: 'breaches', by: 'breached_at', direction: 'desc', states: ['breached'] };

/**
 * A page of the commitments that still owe something, the most urgent first: by the first deadline that nothing has met
 * or ended, be it ahead or behind. A page may be short, and have a next one all the same, where a filter leaves little.
 * @throws ReadModelRefused `not-built`, `limit-out-of-range`, `cursor-damaged`, `cursor-foreign`
 */
export function listObligations(model: ReadModel, question: ObligationsQuestion): Promise<ObligationsList> {
  return ask(model, (trx) => pageOf(model, trx, OWED, question));
}

/** A page of the commitments with a breach that stands, the latest first. @throws as `listObligations` */
export function listBreaches(model: ReadModel, question: ObligationsQuestion): Promise<BreachesList> {
  return ask(model, async (trx) => {
    const page = await pageOf(model, trx, BREACHED, question);
    const { undeclared } = await trx
      .selectFrom('obligations')
      .select((count) => count.fn.countAll<number>().as('undeclared'))
      .where('attention_at', '<=', question.at)
      .where('next_deadline', '<', question.at)
      .executeTakeFirstOrThrow();
    return { ...page, undeclared };
  });
}

const READ = ['obligations', 'commitments', 'history'];

/** Rows fetched at a time, and looked at for one page at most. */
const ROWS = 500;
const MOST_ROWS = 20_000;

async function pageOf(
  model: ReadModel,
  trx: Kysely<Database>,
  list: List,
  question: ObligationsQuestion,
): Promise<ObligationsList> {
  const { at, cursor, limit: asked, ...choice } = question;
  const limit = checkedLimit(asked);
  const belongs = [list.name, ...Object.entries(choice).sort(([a], [b]) => (a < b ? -1 : 1))];
  const position = await standpointOf(model, trx, READ, undefined);
  const rows: OwingCommitment[] = [];
  let place: Place | undefined = cursor === undefined ? undefined : placeIn(cursor, belongs, ['number', 'number']);
  for (let looked = 0; looked < MOST_ROWS; looked += ROWS) {
    const found = await rowsAfter(trx, list, question, place);
    for (const row of found) {
      const owing = owingOf(row, question, question.state ?? list.states);
      // One more than fits shows that there is a next page.
      if (owing && rows.length === limit)
        return { rows, next: cursorAfter(belongs, place!), position: String(position), at };
      if (owing) rows.push(owing);
      place = [row.key!, row.position];
    }
    if (found.length < ROWS) return { rows, position: String(position), at };
  }
  return { rows, next: cursorAfter(belongs, place!), position: String(position), at };
}

function rowsAfter(
  db: Kysely<Database>,
  { by, direction }: List,
  question: ObligationsQuestion,
  after: Place | undefined,
) {
  const { from, to, customer, owner, kind, segment, state, at } = question;
  const teams = visibleTeams(question);
  const key = `obligations.${by}` as const;
  let rows = db
    .selectFrom('obligations')
    .innerJoin('commitments', 'commitments.position', 'obligations.position')
    .leftJoin('customers', 'customers.customer', 'commitments.customer')
    .select([
      `${key} as key`,
      'obligations.position',
      'obligations.obligations',
      'commitments.commitment',
      'commitments.customer',
      'commitments.team',
      'commitments.owner',
      'commitments.kind',
      'commitments.segment',
      'commitments.expectation_due',
      'customers.forgotten_at',
    ])
    .where(key, 'is not', null);
  if (after)
    rows = rows.where((is) =>
      is(
        is.refTuple(key, 'obligations.position'),
        direction === 'asc' ? '>' : '<',
        is.tuple(...(after as [number, number])),
      ),
    );
  if (from !== undefined) rows = rows.where(key, '>=', from);
  if (to !== undefined) rows = rows.where(key, '<', to);
  // Only those with a deadline ahead have anything open.
  if (by === 'next_deadline' && state?.length === 1 && state[0] === 'open')
    rows = rows.where('obligations.last_deadline', '>=', at);
  if (teams) rows = rows.where('commitments.team', 'in', teams.length === 0 ? [''] : teams);
  if (customer !== undefined) rows = rows.where('commitments.customer', '=', customer);
  if (owner !== undefined) rows = rows.where('commitments.owner', '=', owner);
  if (kind !== undefined) rows = rows.where('commitments.kind', '=', kind);
  if (segment !== undefined) rows = rows.where('commitments.segment', '=', segment);
  return rows.orderBy(key, direction).orderBy('obligations.position', direction).limit(ROWS).execute();
}
