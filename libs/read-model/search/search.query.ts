import { type Kysely } from 'kysely';
import { type CommitmentStatus } from '../commitments/board-question.js';
import { checkedLimit } from '../paging/page.js';
import { type ReadModel } from '../read-model.js';
import { type Database } from '../schema/database.js';
import { ask, standpointOf } from '../standpoint.js';
import { beginningsOf, matches, type Range } from './beginnings.js';

export interface SearchQuestion {
  /** What somebody has typed: the beginning of an id or of a name. */
  text: string;
  /** Of each sort, 1 to 200. */
  limit: number;
  /** The teams whose commitments the asker may see; absent: all. */
  teams?: readonly string[];
}

/**
 * What was found, by sort. Nothing in here is personal: names of customers are in the ledger alone, where they are
 * encrypted and can be erased. An index of them would be a copy that outlives both.
 */
export interface SearchResult {
  commitments: { commitment: string; customer: string; team: string; kind: string; status: CommitmentStatus }[];
  customers: { customer: string; segment?: string }[];
  teams: { team: string; name: string }[];
  owners: string[];
  kinds: string[];
  position: string;
}

/** Commitments of other teams that are passed over at most. */
const LOOKED_AT = 5_000;

/**
 * What begins with a text: ids of commitments and customers, owners and kinds as it was typed, in small letters, in
 * capitals or with a first capital; ids and names of teams in whatever letters. Nothing is found for a blank text.
 * @throws ReadModelRefused `not-built`, `limit-out-of-range`
 */
export async function search(model: ReadModel, question: SearchQuestion): Promise<SearchResult> {
  const { teams } = question;
  const limit = checkedLimit(question.limit);
  const ranges = beginningsOf(question.text);
  return ask(model, async (trx) => {
    const position = String(await standpointOf(model, trx, ['commitments', 'history', 'teams'], undefined));
    return {
      commitments: await commitmentsIn(trx, ranges, limit, teams),
      customers: await customersIn(trx, ranges, limit, teams),
      teams: ranges.length === 0 ? [] : await teamsIn(trx, question.text, limit, teams),
      owners: await wordsIn(trx, 'owner', ranges, limit, teams),
      // Kinds of promise are no secret of a team.
      kinds: await wordsIn(trx, 'kind', ranges, limit, undefined),
      position,
    };
  });
}

async function commitmentsIn(
  db: Kysely<Database>,
  ranges: readonly Range[],
  limit: number,
  teams: readonly string[] | undefined,
): Promise<SearchResult['commitments']> {
  const found: SearchResult['commitments'] = [];
  for (const { from, to } of ranges) {
    const rows = await db
      .selectFrom('commitments')
      .select(['commitment', 'customer', 'team', 'kind', 'status'])
      .where('commitment', '>=', from)
      .where('commitment', '<', to)
      .orderBy('commitment')
      .limit(teams ? LOOKED_AT : limit)
      .execute();
    found.push(...rows.filter(({ team }) => teams?.includes(team) ?? true));
    if (found.length >= limit) break;
  }
  return found.slice(0, limit);
}

async function customersIn(
  db: Kysely<Database>,
  ranges: readonly Range[],
  limit: number,
  teams: readonly string[] | undefined,
): Promise<SearchResult['customers']> {
  const found: SearchResult['customers'] = [];
  if (teams?.length === 0) return found;
  for (const { from, to } of ranges) {
    let query = db
      .selectFrom('customers')
      .select(['customer', 'segment'])
      .where('customer', '>=', from)
      .where('customer', '<', to);
    if (teams)
      query = query.where((row) =>
        row.exists(
          row
            .selectFrom('commitments')
            .select('commitments.position')
            .whereRef('commitments.customer', '=', 'customers.customer')
            .where('commitments.team', 'in', teams),
        ),
      );
    const rows = await query.orderBy('customer').limit(limit).execute();
    for (const { customer, segment } of rows) found.push({ customer, ...(segment !== null && { segment }) });
    if (found.length >= limit) break;
  }
  return found.slice(0, limit);
}

/** There are few enough of them to look at each. */
async function teamsIn(
  db: Kysely<Database>,
  text: string,
  limit: number,
  teams: readonly string[] | undefined,
): Promise<SearchResult['teams']> {
  const rows = await db.selectFrom('teams').select(['team', 'name']).orderBy('team').execute();
  return rows
    .filter(({ team, name }) => (teams?.includes(team) ?? true) && (matches(team, text) || matches(name, text)))
    .slice(0, limit);
}

/** The different words of a column, from one to the next: as many steps through its index as there are words. */
async function wordsIn(
  db: Kysely<Database>,
  column: 'owner' | 'kind',
  ranges: readonly Range[],
  limit: number,
  teams: readonly string[] | undefined,
): Promise<string[]> {
  const words: string[] = [];
  for (const { from, to } of ranges)
    for (let word = await nextWord(db, column, '>=', from, to); word !== null && words.length < limit;) {
      if (!teams || (await isSeen(db, word, teams))) words.push(word);
      word = await nextWord(db, column, '>', word, to);
    }
  return words;
}

async function nextWord(
  db: Kysely<Database>,
  column: 'owner' | 'kind',
  after: '>=' | '>',
  word: string,
  to: string,
): Promise<string | null> {
  const row = await db
    .selectFrom('commitments')
    .select(column)
    .where(column, after, word)
    .where(column, '<', to)
    .orderBy(column)
    .limit(1)
    .executeTakeFirst();
  return row?.[column] ?? null;
}

async function isSeen(db: Kysely<Database>, owner: string, teams: readonly string[]): Promise<boolean> {
  if (teams.length === 0) return false;
  const one = await db
    .selectFrom('commitments')
    .select('position')
    .where('owner', '=', owner)
    .where('team', 'in', teams)
    .limit(1)
    .executeTakeFirst();
  return one !== undefined;
}
