import { type Duration, parseDuration, type PublishPolicy, type RegisterTeam } from '#kept/domain';
import { Moment, Name, Part, Quantity, Span, Text, Whole, Zone } from '../http/fields.js';
import { given } from '../http/given.js';

export class TeamBody {
  @Name()
  team!: string;

  @Text({ description: 'As people call it.' })
  name!: string;

  @Zone()
  timeZone!: string;

  @Moment({ optional: true, description: 'When it happened; default: now. Never later than now.' })
  occurredAt?: string;
}

export const teamOf = ({ name, timeZone }: TeamBody): RegisterTeam['data'] => ({ name, timeZone });

/** The rules of a policy. One that is absent asks for nothing. */
export class RulesBody {
  @Span({ optional: true, description: 'How long after the due is still accepted, where a promise does not say.' })
  tolerance?: string;

  @Quantity(0, 1, { optional: true, description: 'What a recovery’s tolerance is multiplied by.' })
  recoveryFactor?: number;

  @Span({ optional: true, description: 'How long after the due a breach is declared.' })
  grace?: string;

  @Span({ optional: true, description: 'How long before a deadline to warn.' })
  warnBefore?: string;

  @Span({ optional: true, description: 'How long before its start a customer is to be notified.' })
  advanceNoticeLead?: string;

  @Span({ optional: true, description: 'How soon after a reschedule the customer is to be told.' })
  tellWithin?: string;

  @Span({ optional: true, description: 'How long before the due a reschedule is to be told at the latest.' })
  minimumNotice?: string;

  @Span({ optional: true, description: 'How soon after the fulfilment to call.' })
  followUpWithin?: string;

  @Whole(1, 100, { optional: true, description: 'How many attempts to call are enough.' })
  followUpAttempts?: number;

  @Span({ optional: true, description: 'How soon a complaint is to be answered.' })
  answerWithin?: string;
}

export class PolicyBody {
  @Name({ description: 'A name that was not used before: a version is published once.' })
  version!: string;

  @Part(() => RulesBody)
  rules!: RulesBody;

  @Moment({ optional: true, description: 'When it happened; default: now. Never later than now.' })
  occurredAt?: string;
}

export function policyOf({ version, rules }: PolicyBody): PublishPolicy['data'] {
  const { recoveryFactor, followUpAttempts, ...spans } = rules;
  return { version, rules: given({ recoveryFactor, followUpAttempts, ...spansOf(spans) }) };
}

function spansOf<K extends string>(spans: { [N in K]?: string }): { [N in K]?: Duration } {
  const read: { [N in K]?: Duration } = {};
  for (const name in spans) {
    const span = spans[name];
    if (span !== undefined) read[name] = parseDuration(span, `rules.${name}`);
  }
  return read;
}
