import { identifier, oneOf } from '../check.js';
import { refuse } from '../refusal.js';

/** Who may be let in, from those who make promises to those who keep the house. */
export const ROLES = ['agent', 'supervisor', 'auditor', 'integration', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** What a role may do only where it was said so. */
export const GRANTS = ['log-commitments', 'read-personal-data', 'forget-customers'] as const;
export type Grant = (typeof GRANTS)[number];

/** What somebody may do, and where. */
export interface Scope {
  role: Role;
  /** The teams they act for. `all` also means those that will be registered later. */
  teams: 'all' | readonly string[];
  grants: readonly Grant[];
}

/** A person or a program that was let in. */
export interface Principal extends Scope {
  /** The name of their stream, `access-{id}`, and of the actor on every event they cause. */
  id: string;
}

/** Whose teams are named one by one, whose may be, and whose never are: they are at home everywhere or nowhere. */
const TEAMS: Readonly<Record<Role, 'named' | 'either' | 'all'>> = {
  agent: 'named',
  supervisor: 'named',
  integration: 'either',
  auditor: 'all',
  admin: 'all',
};

const GRANTED_TO: Readonly<Record<Grant, readonly Role[]>> = {
  'log-commitments': ['integration'],
  'read-personal-data': ['integration'],
  'forget-customers': ['supervisor'],
};

const PRINCIPAL = /^[a-z0-9][a-z0-9.-]{0,62}$/;

/** Before the names of those whom an identity provider vouches for: nobody else may look like one of them. */
export const VOUCHED = 'oidc.';

/** A principal's id: lower case, digits, dots and dashes, 63 characters at most. @throws Refusal */
export function principalId(value: string): string {
  if (!PRINCIPAL.test(value)) refuse('principal-malformed', { value: value.slice(0, 80) });
  return value;
}

/** A role with the teams and grants that it can have. @throws Refusal */
export function checkedScope({ role, teams, grants }: Scope): Scope {
  oneOf(role, ROLES, 'role');
  return { role, teams: checkedTeams(role, teams), grants: checkedGrants(role, grants) };
}

function checkedTeams(role: Role, teams: Scope['teams']): Scope['teams'] {
  if (teams === 'all') return TEAMS[role] === 'named' ? refuse('teams-must-be-named', { role }) : teams;
  if (TEAMS[role] === 'all') refuse('teams-not-for-role', { role });
  if (teams.length === 0) refuse('teams-must-be-named', { role });
  return [...new Set(teams.map((team) => identifier(team, 'teams')))].sort();
}

function checkedGrants(role: Role, grants: readonly Grant[]): Grant[] {
  for (const grant of grants)
    if (!GRANTS.includes(grant) || !GRANTED_TO[grant].includes(role))
      refuse('grant-not-for-role', { grant: grant.slice(0, 40), role });
  return GRANTS.filter((grant) => grants.includes(grant));
}
