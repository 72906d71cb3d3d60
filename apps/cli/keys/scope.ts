import { type KeyRequest } from '#kept/application';
import { GRANTS, instant, type Instant, parseDuration, ROLES, type Role, UTC } from '#kept/domain';
import { momentFrom, wordsFrom } from '../arguments.js';
import { UsageError } from '../usage-error.js';

/** What a key is asked for with, as it is typed. */
export interface KeyOptions {
  principal: string;
  role: string;
  team?: string[];
  allTeams?: boolean;
  grant?: string[];
  label?: string;
  expires?: string;
}

/** @throws UsageError, Refusal */
export function keyRequestFrom(options: KeyOptions, now: Instant): KeyRequest {
  const { principal, team: teams, allTeams = false, grant = [], label, expires } = options;
  const [role] = wordsFrom([options.role], ROLES, '--role') as [Role];
  if (allTeams && teams !== undefined) throw new UsageError('Give --team or --all-teams, not both.');
  // Those whose teams nobody names are at home everywhere, or nowhere.
  const everywhere = allTeams || (teams === undefined && (role === 'auditor' || role === 'admin'));
  return {
    principal,
    role,
    teams: everywhere ? 'all' : (teams ?? []),
    grants: wordsFrom(grant, GRANTS, '--grant'),
    ...(label !== undefined && { label }),
    ...expiryFrom(expires, now),
  };
}

/** A moment, or a time from now on: `2027-01-01`, `P90D`. @throws Refusal */
export function expiryFrom(text: string | undefined, now: Instant): { expiresAt?: Instant } {
  if (text === undefined) return {};
  const isSpan = text.startsWith('P');
  return {
    expiresAt: isSpan
      ? instant(now + parseDuration(text, '--expires'), '--expires')
      : momentFrom(text, UTC, '--expires'),
  };
}
