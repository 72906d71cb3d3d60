import { type Instant } from '#kept/domain';
import { type Kysely } from 'kysely';
import { cursorAfter, type Place, placeIn } from '../paging/cursor.js';
import { checkedLimit, type Page } from '../paging/page.js';
import { type ReadModel } from '../read-model.js';
import { type Database } from '../schema/database.js';
import { ask, standpointOf } from '../standpoint.js';
import { type Branch, branchesOf, firstOf } from './board-branches.js';
import { type BoardQuestion, choiceOf } from './board-question.js';
import { type ListedCommitment, listedCommitment } from './listed-commitment.js';

export interface Board extends Page<ListedCommitment> {
  at: Instant;
}

/**
 * A page of the commitments that a question chooses, in its order; those that are equal in it, in the order they were
 * recorded.
 * @throws ReadModelRefused `not-built`, `limit-out-of-range`, `cursor-damaged`, `cursor-foreign`
 */
export async function listCommitments(model: ReadModel, question: BoardQuestion): Promise<Board> {
  const { at, cursor } = question;
  const limit = checkedLimit(question.limit);
  const choice = choiceOf(question);
  const after = cursor === undefined ? undefined : placeIn(cursor, choice, ['number', 'number']);
  return ask(model, async (trx) => {
    const position = await standpointOf(model, trx, ['commitments'], undefined);
    const found = await keysOf(trx, question, after);
    const page = found.slice(0, limit);
    const last = page.at(-1);
    return {
      rows: await rowsAt(trx, page, at),
      ...(last && found.length > limit && { next: cursorAfter(choice, [last.key, last.position]) }),
      position: String(position),
      at,
    };
  });
}

interface Key {
  position: number;
  key: number;
}

/** Far below what an engine takes in one statement. */
const BRANCHES_A_STATEMENT = 200;

async function keysOf(db: Kysely<Database>, question: BoardQuestion, after: Place | undefined): Promise<Key[]> {
  const branches = branchesOf(question);
  const found: Key[] = [];
  for (let from = 0; from < branches.length; from += BRANCHES_A_STATEMENT)
    found.push(...(await merged(db, question, branches.slice(from, from + BRANCHES_A_STATEMENT), after)));
  const forwards = question.descending ? -1 : 1;
  if (branches.length > BRANCHES_A_STATEMENT)
    found.sort((a, b) => forwards * (a.key - b.key || a.position - b.position));
  return found.slice(0, question.limit + 1);
}

/** The first commitments of several branches: each gives its first ones in order, and these are put together. */
function merged(
  db: Kysely<Database>,
  question: BoardQuestion,
  branches: readonly Branch[],
  after: Place | undefined,
): Promise<Key[]> {
  const [one, ...others] = branches.map((branch) => firstOf(db, question, branch, after));
  if (others.length === 0) return one!.execute();
  const direction = question.descending ? 'desc' : 'asc';
  const all = others.reduce(
    (union, branch) => union.unionAll(db.selectFrom(branch.as('branch')).select(['position', 'key'])),
    db.selectFrom(one!.as('branch')).select(['position', 'key']),
  );
  return db
    .selectFrom(all.as('found'))
    .select(['position', 'key'])
    .orderBy('key', direction)
    .orderBy('position', direction)
    .limit(question.limit + 1)
    .execute();
}

async function rowsAt(db: Kysely<Database>, page: readonly Key[], at: Instant): Promise<ListedCommitment[]> {
  if (page.length === 0) return [];
  const positions = page.map(({ position }) => position);
  const rows = await db.selectFrom('commitments').selectAll().where('position', 'in', positions).execute();
  const byPosition = new Map(rows.map((row) => [row.position, row]));
  return positions.map((position) => listedCommitment(byPosition.get(position)!, at));
}
