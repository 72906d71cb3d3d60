import { type Terms } from '../commitment/index.js';
import { duration, type Duration } from '../time/index.js';
import { NO_POLICY } from './policy.js';
import { type Team } from './team.js';

/** What about a promise decides its terms. */
export interface TermsRequest {
  /** The least the customer accepts, where this promise says so itself. */
  tolerance?: Duration;
  /** Whether it makes good an earlier commitment. */
  isRecovery: boolean;
}

/** The terms a promise of this team is made under, resolved from the policy now in force. */
export function termsFor(team: Team, { tolerance, isRecovery }: TermsRequest): Terms {
  const version = team.status === 'registered' ? team.policy : undefined;
  const rules = team.status === 'registered' && version !== undefined ? team.policies.get(version) : undefined;
  const { recoveryFactor = 1, tolerance: usual = 0, ...rest } = rules ?? {};
  const accepted = tolerance ?? usual;
  const calendar = team.status === 'registered' ? team.calendar : undefined;
  return {
    policy: version ?? NO_POLICY,
    ...(calendar !== undefined && { calendar }),
    ...rest,
    tolerance: duration(Math.floor(isRecovery ? accepted * recoveryFactor : accepted), 'tolerance'),
  };
}
