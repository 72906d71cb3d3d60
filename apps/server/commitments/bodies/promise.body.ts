import { type Promised } from '#kept/application';
import { CLARITIES, CONTACT_MODES, parseDuration, SOURCES } from '#kept/domain';
import { Moment, Name, Part, Span, Text, Word } from '../../http/fields.js';
import { given } from '../../http/given.js';
import { WindowBody, windowOf } from '../../http/window.body.js';
import { LevelsBody, levelsOf } from './levels.body.js';

export class PromiseTextBody {
  @Text({ description: 'What was promised, in the words it was said.' })
  what!: string;
}

/** A promise to a customer. */
export class PromiseBody {
  @Name({
    optional: true,
    description: 'Its id; default: made from the Idempotency-Key, so that a repeated request finds it, or at random.',
  })
  commitment?: string;

  @Name()
  customer!: string;

  @Name({
    optional: true,
    description: 'The customer’s segment at this moment; default: the one they are registered in.',
  })
  segment?: string;

  @Name({ description: 'The team that promises.' })
  team!: string;

  @Name({ optional: true, description: 'Who took the request, and is responsible until it is settled; default: you.' })
  owner?: string;

  @Name({ description: 'What kind of promise: `repair`, `delivery`.' })
  kind!: string;

  @Part(() => WindowBody, { description: 'What the customer was told.' })
  promised!: WindowBody;

  @Part(() => WindowBody, { optional: true, description: 'When it is now meant to be done; default: as promised.' })
  plan?: WindowBody;

  @Part(() => WindowBody, {
    optional: true,
    description: 'What the customer asked for, where that was another window.',
  })
  requested?: WindowBody;

  @Part(() => LevelsBody, { optional: true })
  levels?: LevelsBody;

  @Word(CLARITIES, { optional: true, description: 'Default: explicit.' })
  clarity?: Promised['clarity'];

  @Word(SOURCES, { optional: true, description: 'Where the expectation came from; default: company.' })
  source?: Promised['source'];

  @Word(CONTACT_MODES, { optional: true, description: 'Default: human-machine.' })
  contactMode?: Promised['contactMode'];

  @Span({ optional: true, description: 'How long after the due is still accepted; default: by the team’s policy.' })
  tolerance?: string;

  @Name({ optional: true, description: 'The commitment that this one makes good.' })
  recoveryOf?: string;

  @Moment({ optional: true, description: 'When it was promised; default: now. Never later than now.' })
  occurredAt?: string;

  @Part(() => PromiseTextBody, { optional: true, description: 'Personal data: read only by those who may.' })
  personal?: PromiseTextBody;
}

/** @param caller the owner where none is named */
export function promisedOf(body: PromiseBody, caller: string): Promised {
  const { plan, requested, tolerance, personal } = body;
  return {
    customer: body.customer,
    team: body.team,
    owner: body.owner ?? caller,
    kind: body.kind,
    promised: windowOf(body.promised, 'promised'),
    levels: levelsOf(body.levels),
    clarity: body.clarity ?? 'explicit',
    source: body.source ?? 'company',
    contactMode: body.contactMode ?? 'human-machine',
    ...given({
      segment: body.segment,
      recoveryOf: body.recoveryOf,
      plan: plan && windowOf(plan, 'plan'),
      requested: requested && windowOf(requested, 'requested'),
      tolerance: tolerance === undefined ? undefined : parseDuration(tolerance, 'tolerance'),
      personal: personal && { what: personal.what },
    }),
  };
}
