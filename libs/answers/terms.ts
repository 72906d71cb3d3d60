import {
  type Duration,
  formatDuration,
  formatInstant,
  type Obligation,
  type OptionalTerms,
  type PolicyRules,
  type Rules,
  type Span,
  SPAN_RULES,
  type Terms,
} from '#kept/domain';

/** A length of a policy as JSON has it: elapsed time as text, what a calendar counts as an object. */
export function spanJson(span: Span) {
  if (typeof span === 'number') return formatDuration(span);
  return 'businessTime' in span ? { businessTime: formatDuration(span.businessTime) } : span;
}

/** The terms of a promise as JSON has them. */
export function termsJson({ policy, calendar, tolerance, ...rules }: Terms) {
  return {
    policy,
    ...(calendar !== undefined && { calendar }),
    tolerance: formatDuration(tolerance),
    ...optionalJson(rules),
  };
}

/** The rules of a policy as JSON has them. */
export function policyJson({ overrides, ...rules }: PolicyRules) {
  return {
    ...rulesJson(rules),
    ...(overrides && {
      overrides: overrides.map(({ rules: its, ...criteria }) => ({ ...criteria, rules: rulesJson(its) })),
    }),
  };
}

function rulesJson({ tolerance, recoveryFactor, ...rules }: Rules) {
  return {
    ...(tolerance !== undefined && { tolerance: formatDuration(tolerance) }),
    ...(recoveryFactor !== undefined && { recoveryFactor }),
    ...optionalJson(rules),
  };
}

function optionalJson({ followUpAttempts, pausesStopClock, ...spans }: OptionalTerms) {
  const lengths = SPAN_RULES.filter((rule) => spans[rule] !== undefined).map(
    (rule): [string, ReturnType<typeof spanJson>] => [rule, spanJson(spans[rule] as Duration)],
  );
  return {
    ...(Object.fromEntries(lengths) as { [N in (typeof SPAN_RULES)[number]]?: ReturnType<typeof spanJson> }),
    ...(followUpAttempts !== undefined && { followUpAttempts }),
    ...(pausesStopClock !== undefined && { pausesStopClock }),
  };
}

/** When an obligation is due, as JSON has it. */
export function dutyJson({ kind, deadline }: Obligation) {
  return { obligation: kind, deadline: formatInstant(deadline) };
}
