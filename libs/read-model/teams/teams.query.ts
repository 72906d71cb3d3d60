import { cursorAfter, placeIn } from '../paging/cursor.js';
import { checkedLimit, type Page, type PageQuestion } from '../paging/page.js';
import { type ReadModel } from '../read-model.js';
import { ask, standpointOf } from '../standpoint.js';
import { type TeamRow } from './teams.projection.js';

/** A team, and which of its rules are in force. */
export interface ListedTeam {
  team: string;
  name: string;
  timeZone: string;
  /** Version in force; absent where none was published. */
  policy?: string;
  calendar?: string;
  lastRevision: number;
  lastPosition: string;
}

export interface TeamsQuestion extends PageQuestion {
  /** Only these. */
  teams?: readonly string[];
}

/**
 * The teams, by their ids.
 * @throws ReadModelRefused `not-built`, `limit-out-of-range`, `cursor-damaged`, `cursor-foreign`
 */
export async function teamsList(model: ReadModel, { limit, cursor, teams }: TeamsQuestion): Promise<Page<ListedTeam>> {
  const size = checkedLimit(limit);
  const question = ['teams', teams ?? null];
  const after = cursor === undefined ? [''] : placeIn(cursor, question, ['string']);
  return ask(model, async (trx) => {
    const position = await standpointOf(model, trx, ['teams'], undefined);
    let query = trx.selectFrom('teams').selectAll().where('team', '>', String(after[0]));
    if (teams) query = query.where('team', 'in', teams);
    // A list of nothing is no SQL to some engines.
    const found =
      teams?.length === 0
        ? []
        : await query
            .orderBy('team')
            .limit(size + 1)
            .execute();
    const rows = found.slice(0, size);
    return {
      rows: rows.map(listed),
      ...(found.length > size && { next: cursorAfter(question, [rows.at(-1)!.team]) }),
      position: String(position),
    };
  });
}

/**
 * One team by its id; `undefined` where there is none.
 * @throws ReadModelRefused `not-built`
 */
export function teamById(model: ReadModel, id: string): Promise<ListedTeam | undefined> {
  return ask(model, async (trx) => {
    await standpointOf(model, trx, ['teams'], undefined);
    const row = await trx.selectFrom('teams').selectAll().where('team', '=', id).executeTakeFirst();
    return row && listed(row);
  });
}

function listed({ team, name, time_zone, policy, calendar, last_revision, last_position }: TeamRow): ListedTeam {
  return {
    team,
    name,
    timeZone: time_zone,
    ...(policy !== null && { policy }),
    ...(calendar !== null && { calendar }),
    lastRevision: last_revision,
    lastPosition: String(last_position),
  };
}
