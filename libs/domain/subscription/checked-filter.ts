import { type Scope } from '../access/index.js';
import { identifier, oneOf } from '../check.js';
import { OBLIGATIONS } from '../commitment/index.js';
import { refuse } from '../refusal.js';
import { type EventFilter } from './event-filter.js';
import { toldType } from './event-types.js';

/** Values that one criterion may name. */
export const MOST_VALUES = 100;

/**
 * A filter that can be met, written in one way: each value once, in order.
 * @param teams those that whoever asks may hear of
 * @throws Refusal for an empty list, for a type or an obligation there is none of, for a team that is not theirs
 */
export function checkedFilter(filter: EventFilter, teams: Scope['teams']): EventFilter {
  const { historic } = filter;
  return {
    ...values('types', filter.types, toldType),
    ...values('teams', filter.teams, (team, field) => ownTeam(team, field, teams)),
    ...values('customers', filter.customers, identifier),
    ...values('segments', filter.segments, identifier),
    ...values('obligations', filter.obligations, (obligation, field) => oneOf(obligation, OBLIGATIONS, field)),
    ...(historic === true && { historic }),
  };
}

function values<Name extends keyof EventFilter, Value extends string>(
  name: Name,
  given: readonly Value[] | undefined,
  check: (value: Value, field: string) => string,
): Partial<Record<Name, Value[]>> {
  if (given === undefined) return {};
  const field = `filter.${name}`;
  if (given.length === 0) refuse('list-empty', { field });
  if (given.length > MOST_VALUES) refuse('list-too-long', { field, length: given.length, longest: MOST_VALUES });
  const checked = given.map((value, index) => check(value, `${field}.${index}`) as Value);
  return { [name]: [...new Set(checked)].sort() } as Record<Name, Value[]>;
}

function ownTeam(value: string, field: string, teams: Scope['teams']): string {
  const team = identifier(value, field);
  if (teams !== 'all' && !teams.includes(team)) refuse('team-not-covered', { team });
  return team;
}
