import { type Transaction } from 'kysely';
import { type CommitmentRow } from '../commitments/commitments.projection.js';
import { type CustomerRow } from '../history/history.projection.js';
import { type ReadModel } from '../read-model.js';
import { type Database } from '../schema/database.js';
import { ask, standpointOf } from '../standpoint.js';
import { type TeamRow } from '../teams/teams.projection.js';

export interface SearchQuestion {
  /** What the ids begin with, as they are written; of teams, what id or name contain, however they are written. */
  text: string;
  /** Of each kind, at most. */
  limit: number;
  /** The teams whose commitments and owners the asker may see; absent: all. */
  teams?: readonly string[];
}

/** What was found of one kind, by its ids. */
export interface Found<Row> {
  rows: Row[];
  /** Whether there may be more: then a longer text finds it. */
  more: boolean;
}

/**
 * Names of customers are not among it: they are personal data, which stay in the ledger, where they can be erased.
 */
export interface SearchAnswer {
  commitments: Found<Pick<CommitmentRow, 'commitment' | 'customer' | 'team' | 'owner' | 'kind' | 'status'>>;
  customers: Found<Pick<CustomerRow, 'customer' | 'segment'>>;
  teams: Found<Pick<TeamRow, 'team' | 'name'>>;
  owners: Found<string>;
  position: string;
}

/**
 * What begins with a text: one range of an index each, however large the ledger is.
 * @throws ReadModelRefused `not-built`
 */
export function search(model: ReadModel, question: SearchQuestion): Promise<SearchAnswer> {
  return ask(model, async (trx) => {
    const position = await standpointOf(model, trx, ['commitments', 'history', 'teams'], undefined);
    return {
      commitments: await commitmentsIn(trx, question),
      customers: await customersIn(trx, question),
      teams: await teamsIn(trx, question),
      owners: await ownersIn(trx, question),
      position: String(position),
    };
  });
}

/** No text that begins with another sorts after it with this behind. */
const LAST = '\u{10ffff}';

const found = <Row>(rows: readonly Row[], limit: number): Found<Row> => ({
  rows: rows.slice(0, limit),
  more: rows.length > limit,
});

/** So many commitments of others are looked past, and no more: then the answer says that there may be more. */
const LOOKED_PAST = 2_000;

async function commitmentsIn(trx: Transaction<Database>, { text, limit, teams }: SearchQuestion) {
  const rows = await trx
    .selectFrom('commitments')
    .select(['commitment', 'customer', 'team', 'owner', 'kind', 'status'])
    .where('commitment', '>=', text)
    .where('commitment', '<', text + LAST)
    .orderBy('commitment')
    .limit(teams ? LOOKED_PAST : limit + 1)
    .execute();
  const seen = teams ? rows.filter(({ team }) => teams.includes(team)) : rows;
  return {
    rows: seen.slice(0, limit),
    more: seen.length > limit || (teams !== undefined && rows.length === LOOKED_PAST),
  };
}

async function customersIn(trx: Transaction<Database>, { text, limit }: SearchQuestion) {
  const rows = await trx
    .selectFrom('customers')
    .select(['customer', 'segment'])
    .where('customer', '>=', text)
    .where('customer', '<', text + LAST)
    .orderBy('customer')
    .limit(limit + 1)
    .execute();
  return found(rows, limit);
}

/** There are few teams: all of them are looked at. */
async function teamsIn(trx: Transaction<Database>, { text, limit }: SearchQuestion) {
  const wanted = text.toLowerCase();
  const rows = await trx.selectFrom('teams').select(['team', 'name']).orderBy('team').execute();
  const matching = rows.filter((row) => [row.team, row.name].some((words) => words.toLowerCase().includes(wanted)));
  return found(matching, limit);
}

/** From one owner to the next, whatever lies between them. */
async function ownersIn(trx: Transaction<Database>, { text, limit, teams }: SearchQuestion): Promise<Found<string>> {
  const owners: string[] = [];
  for (let after: string | undefined; owners.length <= limit;) {
    const next = await trx
      .selectFrom('commitments')
      .select('owner')
      .where('owner', after === undefined ? '>=' : '>', after ?? text)
      .where('owner', '<', text + LAST)
      .orderBy('owner')
      .limit(1)
      .executeTakeFirst();
    if (!next) break;
    after = next.owner;
    if (!teams || (await worksFor(trx, after, teams))) owners.push(after);
  }
  return found(owners, limit);
}

async function worksFor(trx: Transaction<Database>, owner: string, teams: readonly string[]): Promise<boolean> {
  if (teams.length === 0) return false;
  const one = await trx
    .selectFrom('commitments')
    .select('position')
    .where('owner', '=', owner)
    .where('team', 'in', teams)
    .limit(1)
    .executeTakeFirst();
  return one !== undefined;
}
