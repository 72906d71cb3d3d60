import {
  DIMENSIONS,
  MOST_OVERRIDES,
  parseDuration,
  type PolicyOverride,
  type PublishPolicy,
  type Rules,
  type Span as Length,
  SPAN_RULES,
} from '#kept/domain';
import { Flag, Moment, Name, Part, Parts, PolicySpan, Quantity, Span, Whole, Word } from '../http/fields.js';
import { given } from '../http/given.js';
import { type SpanBody, spanOf } from '../http/span.js';

/** Rules for promises. One that is absent asks for nothing. */
export class RulesBody {
  @Span({ optional: true, description: 'How long after the due is still accepted, where a promise does not say.' })
  tolerance?: string;

  @Quantity(0, 1, { optional: true, description: 'What a recovery’s tolerance is multiplied by.' })
  recoveryFactor?: number;

  @PolicySpan({ optional: true, description: 'How long after the due a breach is declared.' })
  grace?: SpanBody;

  @PolicySpan({ optional: true, description: 'How long before a deadline to warn.' })
  warnBefore?: SpanBody;

  @PolicySpan({ optional: true, description: 'How long before its start a customer is to be notified.' })
  advanceNoticeLead?: SpanBody;

  @PolicySpan({ optional: true, description: 'How soon after a reschedule the customer is to be told.' })
  tellWithin?: SpanBody;

  @PolicySpan({ optional: true, description: 'How long before the due a reschedule is to be told at the latest.' })
  minimumNotice?: SpanBody;

  @PolicySpan({ optional: true, description: 'How soon after the fulfilment to call.' })
  followUpWithin?: SpanBody;

  @Whole(1, 100, { optional: true, description: 'How many attempts to call are enough.' })
  followUpAttempts?: number;

  @PolicySpan({ optional: true, description: 'How soon a complaint is to be answered.' })
  answerWithin?: SpanBody;

  @Flag({ optional: true, description: 'Whether deadlines wait while the clock is paused; default: they do.' })
  pausesStopClock?: boolean;
}

/** Rules for some promises: those that meet every criterion named, and at least one is. */
export class OverrideBody {
  @Name({ optional: true, description: 'Of the customer, when the promise is made.' })
  segment?: string;

  @Name({ optional: true, description: 'Of the promise.' })
  kind?: string;

  @Word(DIMENSIONS, {
    optional: true,
    description: 'Of the promises that have a level in it; every promise has `time`.',
  })
  dimension?: Exclude<PolicyOverride['dimension'], undefined>;

  @Part(() => RulesBody, { description: 'What they have in place of the team’s rules; the others stay.' })
  rules!: RulesBody;
}

/** The rules of a policy, and what is different for some promises. */
export class PolicyRulesBody extends RulesBody {
  @Parts(() => OverrideBody, MOST_OVERRIDES, {
    description: 'All that fit a promise apply, those that name more on top, among equals the later ones.',
  })
  overrides?: OverrideBody[];
}

export class PolicyBody {
  @Name({ description: 'A name that was not used before: a version is published once.' })
  version!: string;

  @Part(() => PolicyRulesBody)
  rules!: PolicyRulesBody;

  @Moment({ optional: true, description: 'When it happened; default: now. Never later than now.' })
  occurredAt?: string;
}

export function policyOf({ version, rules }: PolicyBody): PublishPolicy['data'] {
  const overrides = rules.overrides?.map(({ segment, kind, dimension, rules: its }, index) => ({
    ...given({ segment, kind, dimension }),
    rules: rulesOf(its, `rules.overrides.${index}.rules`),
  }));
  return { version, rules: { ...rulesOf(rules, 'rules'), ...(overrides && { overrides }) } };
}

function rulesOf(body: RulesBody, field: string): Rules {
  const { tolerance, recoveryFactor, followUpAttempts, pausesStopClock } = body;
  const lengths: { [N in (typeof SPAN_RULES)[number]]?: Length } = {};
  for (const rule of SPAN_RULES) {
    const sent = body[rule];
    if (sent !== undefined) lengths[rule] = spanOf(sent, `${field}.${rule}`);
  }
  return {
    ...lengths,
    ...given({ recoveryFactor, followUpAttempts, pausesStopClock }),
    ...(tolerance !== undefined && { tolerance: parseDuration(tolerance, `${field}.tolerance`) }),
  };
}
