import { type Dimension, type Levels, type Terms } from '../commitment/index.js';
import { duration, type Duration } from '../time/index.js';
import { CRITERIA, type Criteria, NO_POLICY, type PolicyOverride, type PolicyRules, type Rules } from './policy.js';
import { type Team } from './team.js';

/** What about a promise decides its terms. */
export interface TermsRequest {
  /** The customer's segment at that moment. */
  segment?: string;
  kind: string;
  /** Beside time, which every promise has: the dimensions that its levels name. */
  levels: Levels;
  /** The least the customer accepts, where this promise says so itself. */
  tolerance?: Duration;
  /** Whether it makes good an earlier commitment. */
  isRecovery: boolean;
}

/**
 * The terms a promise of this team is made under, resolved from a version of its policy.
 * @param version default: the one in force
 */
export function termsFor(team: Team, request: TermsRequest, version = versionInForce(team)): Terms {
  const policy = team.status === 'registered' && version !== undefined ? team.policies.get(version) : undefined;
  const { recoveryFactor = 1, tolerance: usual = 0, ...rest } = policy ? rulesFor(policy, request) : {};
  const accepted = request.tolerance ?? usual;
  const calendar = team.status === 'registered' ? team.calendar : undefined;
  return {
    policy: version ?? NO_POLICY,
    ...(calendar !== undefined && { calendar }),
    ...rest,
    tolerance: duration(Math.floor(request.isRecovery ? accepted * recoveryFactor : accepted), 'tolerance'),
  };
}

function versionInForce(team: Team): string | undefined {
  return team.status === 'registered' ? team.policy : undefined;
}

/** What a policy asks for one promise: the team's rules, and on top of them the overrides for it, the closest last. */
function rulesFor({ overrides = [], ...rules }: PolicyRules, request: TermsRequest): Rules {
  const matching = overrides.filter((override) => isFor(override, request));
  // Sorting keeps the order of publication among those that name as much.
  return Object.assign(rules, ...matching.sort((a, b) => closeness(a) - closeness(b)).map((one) => one.rules)) as Rules;
}

function isFor({ segment, kind, dimension }: PolicyOverride, request: TermsRequest): boolean {
  return (
    (segment === undefined || segment === request.segment) &&
    (kind === undefined || kind === request.kind) &&
    (dimension === undefined || hasDimension(request.levels, dimension))
  );
}

const hasDimension = (levels: Levels, dimension: Dimension): boolean =>
  dimension === 'time' || levels[dimension] !== undefined;

/** How many criteria it names. */
const closeness = (criteria: Criteria): number => CRITERIA.filter((name) => criteria[name] !== undefined).length;
