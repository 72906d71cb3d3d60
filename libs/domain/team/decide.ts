import { freeText, identifier, integerBetween } from '../check.js';
import { type Command } from '../command.js';
import { checkMoment } from '../moment.js';
import { refuse } from '../refusal.js';
import { checkedEdition, duration, timeZone } from '../time/index.js';
import { businessRule, checkedPolicy, type PolicyRules } from './policy.js';
import {
  type CalendarPublished,
  type CapacityDeclared,
  type PolicyPublished,
  type Team,
  type TeamEvent,
  type TeamRegistered,
} from './team.js';

export type RegisterTeam = Command<'RegisterTeam', TeamRegistered['data']>;
export type PublishPolicy = Command<'PublishPolicy', PolicyPublished['data']>;
export type PublishCalendar = Command<'PublishCalendar', CalendarPublished['data']>;
export type DeclareCapacity = Command<'DeclareCapacity', CapacityDeclared['data']>;

export type TeamCommand = RegisterTeam | PublishPolicy | PublishCalendar | DeclareCapacity;

/**
 * What a command adds to a team.
 * @throws Refusal where it must not be recorded
 */
export function decideTeam(command: TeamCommand, team: Team): TeamEvent[] {
  checkMoment(command.metadata);
  if (command.type === 'RegisterTeam') {
    if (team.status === 'registered') refuse('team-exists');
    const { name, timeZone: zone } = command.data;
    return [{ type: 'TeamRegistered', data: { name: freeText(name, 'name'), timeZone: timeZone(zone) } }];
  }
  if (team.status === 'unknown') return refuse('team-unknown');
  switch (command.type) {
    case 'PublishPolicy': {
      const version = newVersion(command.data.version, team.policies);
      return [{ type: 'PolicyPublished', data: { version, rules: policyOf(command.data.rules, team) } }];
    }
    case 'PublishCalendar': {
      const version = newVersion(command.data.version, team.calendars);
      return [{ type: 'CalendarPublished', data: { version, edition: checkedEdition(command.data.edition) } }];
    }
    case 'DeclareCapacity':
      return [
        {
          type: 'CapacityDeclared',
          data: {
            commitments: integerBetween(command.data.commitments, 0, Number.MAX_SAFE_INTEGER, 'commitments'),
            per: duration(command.data.per, 'per'),
          },
        },
      ];
  }
}

/** A rule in business time means nothing while nobody has said when the team works. */
function policyOf(rules: PolicyRules, { calendar }: Extract<Team, { status: 'registered' }>): PolicyRules {
  const checked = checkedPolicy(rules);
  const field = calendar === undefined ? businessRule(checked) : undefined;
  if (field !== undefined) refuse('calendar-missing', { field });
  return checked;
}

/** A version is published once: what was promised under it must read the same for ever. */
function newVersion(version: string, published: ReadonlyMap<string, unknown>): string {
  if (published.has(identifier(version, 'version'))) refuse('version-exists', { version });
  return version;
}
