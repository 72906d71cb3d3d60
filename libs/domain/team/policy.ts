import { numberBetween } from '../check.js';
import { checkedTerms, type Terms } from '../commitment/index.js';
import { duration, type Duration } from '../time/index.js';
import { type Team } from './team.js';

/** A team's rules for its promises. A rule that is absent asks for nothing. */
export interface PolicyRules extends Omit<Terms, 'policy' | 'calendar' | 'tolerance'> {
  /** The adequate level of time where a promise names none. */
  tolerance?: Duration;
  /** What a recovery's tolerance is multiplied by, once however long the chain: 0 to 1. */
  recoveryFactor?: number;
}

/** The policy of a team that has published none: nothing is tolerated, nothing is asked. */
export const NO_POLICY = 'none';

/** The rules with every part checked. @throws Refusal naming the part */
export function checkedRules({ recoveryFactor, ...rules }: PolicyRules): PolicyRules {
  const { policy: _, ...checked } = checkedTerms({ policy: NO_POLICY, tolerance: 0 as Duration, ...rules }, 'rules');
  return {
    ...checked,
    ...(recoveryFactor !== undefined && {
      recoveryFactor: numberBetween(recoveryFactor, 0, 1, 'rules.recoveryFactor'),
    }),
  };
}

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
