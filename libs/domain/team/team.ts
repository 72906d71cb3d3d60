import { type Entry } from '../entry.js';
import { type CalendarEdition, type Duration } from '../time/index.js';
import { type PolicyRules } from './policy.js';

export interface TeamRegistered {
  type: 'TeamRegistered';
  data: { name: string; timeZone: string };
}

/** A version of the team's rules. In force from here on; promises already made keep theirs. */
export interface PolicyPublished {
  type: 'PolicyPublished';
  data: { version: string; rules: PolicyRules };
}

/** A version of the team's working time. */
export interface CalendarPublished {
  type: 'CalendarPublished';
  data: { version: string; edition: CalendarEdition };
}

/** How much work the team can take on in a period of that length. */
export interface CapacityDeclared {
  type: 'CapacityDeclared';
  data: { commitments: number; per: Duration };
}

export type TeamEvent = TeamRegistered | PolicyPublished | CalendarPublished | CapacityDeclared;
export type TeamEntry = Entry<TeamEvent>;

export type Team =
  | { status: 'unknown' }
  | {
      status: 'registered';
      name: string;
      timeZone: string;
      policies: ReadonlyMap<string, PolicyRules>;
      calendars: ReadonlyMap<string, CalendarEdition>;
      /** Versions in force: the latest published. */
      policy?: string;
      calendar?: string;
    };

export const unknownTeam: Team = { status: 'unknown' };

/** The team after one more entry of its stream. */
export function evolveTeam(team: Team, { type, data }: TeamEvent): Team {
  if (type === 'TeamRegistered') return { status: 'registered', ...data, policies: new Map(), calendars: new Map() };
  if (team.status === 'unknown') throw new Error(`a team begins with TeamRegistered, not ${type}`);
  switch (type) {
    case 'PolicyPublished':
      return { ...team, policies: new Map(team.policies).set(data.version, data.rules), policy: data.version };
    case 'CalendarPublished':
      return { ...team, calendars: new Map(team.calendars).set(data.version, data.edition), calendar: data.version };
    case 'CapacityDeclared':
      return team;
  }
}
