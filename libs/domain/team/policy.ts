import { numberBetween } from '../check.js';
import { checkedTerms, type Terms } from '../commitment/index.js';
import { type Duration } from '../time/index.js';

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
