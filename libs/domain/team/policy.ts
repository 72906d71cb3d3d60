import { identifier, numberBetween, oneOf } from '../check.js';
import {
  checkedOptionalTerms,
  type Dimension,
  DIMENSIONS,
  type OptionalTerms,
  SPAN_RULES,
} from '../commitment/index.js';
import { refuse } from '../refusal.js';
import { duration, type Duration } from '../time/index.js';

/** Rules for promises. One that is absent asks for nothing. */
export interface Rules extends OptionalTerms {
  /** The adequate level of time where a promise names none. */
  tolerance?: Duration;
  /** What a recovery's tolerance is multiplied by, once however long the chain: 0 to 1. */
  recoveryFactor?: number;
}

/** Which promises an override is for: those that meet every criterion it names. */
export interface Criteria {
  segment?: string;
  kind?: string;
  /** Met by a promise that has a level in it; by every promise, for `time`. */
  dimension?: Dimension;
}

/** Rules for some promises, in place of the team's where it names them. */
export interface PolicyOverride extends Criteria {
  rules: Rules;
}

/** A team's rules for its promises, and for some of them others. */
export interface PolicyRules extends Rules {
  overrides?: PolicyOverride[];
}

/** The policy of a team that has published none: nothing is tolerated, nothing is asked. */
export const NO_POLICY = 'none';

/** The criteria an override can name. */
export const CRITERIA = ['segment', 'kind', 'dimension'] as const satisfies readonly (keyof Criteria)[];

/** As many as anybody can oversee. */
export const MOST_OVERRIDES = 200;

/** The rules with every part checked. @throws Refusal naming the part */
export function checkedPolicy({ overrides, ...rules }: PolicyRules): PolicyRules {
  const checked = checkedRules(rules, 'rules');
  return overrides ? { ...checked, overrides: checkedOverrides(overrides) } : checked;
}

function checkedRules({ tolerance, recoveryFactor, ...rules }: Rules, field: string): Rules {
  const checked: Rules = checkedOptionalTerms(rules, field);
  if (tolerance !== undefined) checked.tolerance = duration(tolerance, `${field}.tolerance`);
  if (recoveryFactor !== undefined)
    checked.recoveryFactor = numberBetween(recoveryFactor, 0, 1, `${field}.recoveryFactor`);
  return checked;
}

/** Two overrides for the same promises would contradict each other; one for all of them is no override. */
function checkedOverrides(overrides: PolicyOverride[]): PolicyOverride[] {
  if (overrides.length > MOST_OVERRIDES)
    refuse('number-out-of-range', {
      field: 'rules.overrides',
      value: overrides.length,
      least: 0,
      most: MOST_OVERRIDES,
    });
  const seen = new Set<string>();
  return overrides.map(({ rules, ...criteria }, index) => {
    const field = `rules.overrides.${index}`;
    const checked = checkedCriteria(criteria, field);
    const named = JSON.stringify(checked);
    if (named === '{}') refuse('override-without-criteria', { field });
    if (seen.has(named)) refuse('override-repeated', { field });
    seen.add(named);
    return { ...checked, rules: checkedRules(rules, `${field}.rules`) };
  });
}

function checkedCriteria({ segment, kind, dimension }: Criteria, field: string): Criteria {
  const checked: Criteria = {};
  if (segment !== undefined) checked.segment = identifier(segment, `${field}.segment`);
  if (kind !== undefined) checked.kind = identifier(kind, `${field}.kind`);
  if (dimension !== undefined) checked.dimension = oneOf(dimension, DIMENSIONS, `${field}.dimension`);
  return checked;
}

/** The first rule that is counted by a calendar; `undefined` where all are elapsed time. */
export function businessRule({ overrides = [], ...rules }: PolicyRules): string | undefined {
  const found = SPAN_RULES.find((rule) => typeof rules[rule] === 'object');
  if (found) return `rules.${found}`;
  for (const [index, override] of overrides.entries()) {
    const inner = businessRule(override.rules);
    if (inner !== undefined) return `rules.overrides.${index}.${inner}`;
  }
  return undefined;
}
