import { type Projection, table, type TeamTable } from '../projection.js';
import { integer, maybe, type RowOf, text } from '../schema/columns.js';

const columns = {
  position: integer,
  team: text,
  name: text,
  time_zone: text,
  /** Versions in force: the latest published. */
  policy: maybe(text),
  calendar: maybe(text),
  last_revision: integer,
  last_position: integer,
};

export type TeamRow = RowOf<typeof columns>;

/** The teams, and which of their rules are in force. The rules themselves stay in the ledger. */
export const teamsTable = table<typeof columns, TeamTable>({
  name: 'teams',
  of: 'team',
  columns,
  fixed: ['team'],
  indexes: [['team']],
  row: ({ position, id, team, lastRevision, lastPosition }) => ({
    position,
    team: id,
    name: team.name,
    time_zone: team.timeZone,
    policy: team.policy ?? null,
    calendar: team.calendar ?? null,
    last_revision: lastRevision,
    last_position: lastPosition,
  }),
});

export const teamsProjection: Projection = { name: 'teams', version: 1, tables: [teamsTable] };
