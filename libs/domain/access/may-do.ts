import { type Grant, type Principal, type Role, type Scope } from './principal.js';

/**
 * Everything that can be asked of the ledger, and what beside the role decides: the `team` it concerns, the `owner` of
 * what it touches, or nothing more.
 */
export const ACTIONS = {
  'log-commitments': 'team',
  'void-entries': 'team',
  'reapply-policies': 'team',
  'bulk-intake': 'team',
  'read-commitments': 'team',
  'read-personal-data': 'team',
  'read-rates': 'team',
  'read-feed': 'team',
  export: 'team',
  'publish-policies': 'team',
  'manage-subscriptions': 'owner',
  'stop-subscriptions': 'owner',
  'read-subscriptions': 'owner',
  'read-teams': 'role',
  'manage-teams': 'role',
  'read-customers': 'role',
  'register-customers': 'role',
  'forget-customers': 'role',
  'manage-keys': 'role',
  'read-keys': 'role',
  'read-access-log': 'role',
  'read-status': 'role',
  'read-own-scope': 'role',
} as const satisfies Record<string, 'team' | 'owner' | 'role'>;
export type Action = keyof typeof ACTIONS;

/** Within their teams; wherever it is; only what is their own; only with that grant. */
type Rule = 'yes' | 'anybodys' | { grant: Grant };

const logging = { grant: 'log-commitments' } as const;

/** Who may do what. What does not stand here is refused. */
export const ACCESS_RULES: Readonly<Record<Action, Readonly<Partial<Record<Role, Rule>>>>> = {
  'log-commitments': { agent: 'yes', supervisor: 'yes', integration: logging },
  'void-entries': { agent: 'yes', supervisor: 'yes' },
  'reapply-policies': { supervisor: 'yes' },
  'bulk-intake': { supervisor: 'yes', integration: logging },
  'read-commitments': { agent: 'yes', supervisor: 'yes', auditor: 'yes' },
  'read-personal-data': {
    agent: 'yes',
    supervisor: 'yes',
    auditor: 'yes',
    integration: { grant: 'read-personal-data' },
  },
  'read-rates': { agent: 'yes', supervisor: 'yes', auditor: 'yes' },
  'read-feed': { auditor: 'yes', integration: 'yes' },
  export: { supervisor: 'yes', auditor: 'yes' },
  'publish-policies': { supervisor: 'yes' },
  'manage-subscriptions': { integration: 'yes' },
  // Pausing, resuming, ending: whoever takes keys away must be able to end what they began, and to undo a pause of their
  // own. Where deliveries go and what they are signed with stays the owner’s alone.
  'stop-subscriptions': { integration: 'yes', admin: 'anybodys' },
  'read-subscriptions': { integration: 'yes', auditor: 'anybodys', admin: 'anybodys' },
  'read-teams': { agent: 'yes', supervisor: 'yes', auditor: 'yes', integration: 'yes', admin: 'yes' },
  'manage-teams': { admin: 'yes' },
  'read-customers': { agent: 'yes', supervisor: 'yes', auditor: 'yes' },
  'register-customers': { agent: 'yes', supervisor: 'yes', integration: logging },
  'forget-customers': { supervisor: { grant: 'forget-customers' } },
  'manage-keys': { admin: 'yes' },
  'read-keys': { auditor: 'yes', admin: 'yes' },
  'read-access-log': { auditor: 'yes', admin: 'yes' },
  'read-status': { supervisor: 'yes', auditor: 'yes', admin: 'yes' },
  'read-own-scope': { agent: 'yes', supervisor: 'yes', auditor: 'yes', integration: 'yes', admin: 'yes' },
};

/** What a question of access is about. */
export interface About {
  /** Every team it concerns. */
  teams?: readonly string[];
  /** The principal whose it is. */
  owner?: string;
}

export type Verdict =
  | { may: true }
  /** The role never may; it may where it is granted; not for that team; not what is somebody else's. */
  | { may: false; because: 'role' | 'grant' | 'team' | 'owner' };

/**
 * Whether somebody may do something. An action that a team or an owner decides is refused where none is named.
 */
export function mayDo(principal: Principal, action: Action, { teams = [], owner }: About = {}): Verdict {
  const rule = ruleFor(principal, action);
  if (typeof rule === 'object') return rule;
  switch (ACTIONS[action]) {
    case 'team':
      return teams.length > 0 && teams.every((team) => isAmong(principal.teams, team)) ? YES : no('team');
    case 'owner':
      return rule === 'anybodys' || owner === principal.id ? YES : no('owner');
    case 'role':
      return YES;
  }
}

/**
 * What a question whose answer can be narrowed may be answered about: these teams, for an action that a team decides;
 * `own`, where only what is the asker's own may be shown.
 */
export function mayAsk(
  principal: Principal,
  action: Action,
): { may: true; teams: Scope['teams']; owner: 'own' | 'any' } | Extract<Verdict, { may: false }> {
  const rule = ruleFor(principal, action);
  if (typeof rule === 'object') return rule;
  const owner = ACTIONS[action] === 'owner' && rule !== 'anybodys' ? 'own' : 'any';
  return { may: true, teams: ACTIONS[action] === 'team' ? principal.teams : 'all', owner };
}

const YES: Verdict = { may: true };
const no = (because: 'role' | 'grant' | 'team' | 'owner'): Extract<Verdict, { may: false }> => ({
  may: false,
  because,
});

function ruleFor({ role, grants }: Scope, action: Action): 'yes' | 'anybodys' | Extract<Verdict, { may: false }> {
  const rule = ACCESS_RULES[action][role];
  if (rule === undefined) return no('role');
  if (typeof rule === 'string') return rule;
  return grants.includes(rule.grant) ? 'yes' : no('grant');
}

function isAmong(teams: Scope['teams'], team: string): boolean {
  return teams === 'all' || teams.includes(team);
}
