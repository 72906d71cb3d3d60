import { type SubscriptionPatch, type SubscriptionRequest } from '#kept/application';
import {
  type Content,
  CONTENTS,
  type Duration,
  endpointUrl,
  type EventFilter,
  identifier,
  LONGEST_URL,
  MOST_VALUES,
  OBLIGATIONS,
  oneOf,
  parseDuration,
  refuse,
  type SignatureAlgorithm,
  SIGNATURES,
  TOLD_TYPES,
  toldType,
} from '#kept/domain';
import { Described } from '../http/described.js';
import { field, type FieldOptions, Flag, Name, Part, Span, Word } from '../http/fields.js';
import { given } from '../http/given.js';
import { NAME } from '../http/schemas.js';

const URL_TEXT = {
  type: 'string',
  minLength: 1,
  maxLength: LONGEST_URL,
  pattern: '^[Hh][Tt][Tt][Pp][Ss]?:\\/\\/[^\\s\\p{Cc}\\p{Cs}\\\\#]*$',
  examples: ['https://crm.example.com/hooks'],
} as const;

const Url = (options: FieldOptions = {}): PropertyDecorator => field(endpointUrl, URL_TEXT, options);

/** Values of one criterion, any of which will do: at least one, or nothing would ever meet it. */
function AnyOf(check: (value: string, field: string) => unknown, items: object, options: FieldOptions) {
  const checked = (values: unknown, name: string): void => {
    if (!Array.isArray(values)) refuse('value-missing', { field: name });
    if (values.length === 0) refuse('list-empty', { field: name });
    if (values.length > MOST_VALUES)
      refuse('list-too-long', { field: name, length: values.length, longest: MOST_VALUES });
    for (const [index, value] of values.entries())
      check(
        typeof value === 'string' ? value : refuse('value-missing', { field: `${name}.${index}` }),
        `${name}.${index}`,
      );
  };
  return field(checked, { type: 'array', items, minItems: 1, maxItems: MOST_VALUES }, { optional: true, ...options });
}

/** What is to be delivered. Every criterion that is given narrows. */
@Described({ examples: [{ types: ['BreachDeclared'], obligations: ['keep', 'announce-change'] }] })
export class EventFilterBody {
  @AnyOf(toldType, { type: 'string', enum: [...TOLD_TYPES] }, { description: 'Types of events.' })
  types?: string[];

  @AnyOf(identifier, NAME, { description: 'Of those that you act for.' })
  teams?: string[];

  @AnyOf(identifier, NAME, {})
  customers?: string[];

  @AnyOf(identifier, NAME, { description: 'Of customers, when the promise was made.' })
  segments?: string[];

  @AnyOf(
    (value: string, name) => oneOf<string>(value, OBLIGATIONS, name),
    { type: 'string', enum: [...OBLIGATIONS] },
    {
      description: 'Breaches, foreseen, declared or retracted, of these. Events about none do not meet it.',
    },
  )
  obligations?: string[];

  @Flag({
    optional: true,
    description: 'Whether breaches count whose deadline had passed when their promise was recorded. Default: no.',
  })
  historic?: boolean;
}

const filterOf = ({ types, teams, customers, segments, obligations, historic }: EventFilterBody): EventFilter =>
  given({ types, teams, customers, segments, obligations, historic }) as EventFilter;

const CONTENT = 'thin: ids, obligation, deadline and position. full: everything the event says, less what is personal.';
const SIGNATURE = 'How deliveries are signed: v1 or v1a of the Standard Webhooks specification.';

/** A subscription that is asked for. */
@Described({
  examples: [{ url: 'https://crm.example.com/hooks', filter: { types: ['BreachDeclared'] }, label: 'CRM' }],
})
export class SubscriptionBody {
  @Url({
    description:
      'Where deliveries go: public, without user name, password or fragment. What follows the ? is kept secret, and never shown.',
  })
  url!: string;

  @Part(() => EventFilterBody, { optional: true, description: 'Default: everything that you may see.' })
  filter?: EventFilterBody;

  @Word(CONTENTS, { optional: true, description: `${CONTENT} Default: thin.` })
  content?: Content;

  @Name({ optional: true, description: 'For people: what it is for.' })
  label?: string;

  @Word(SIGNATURES, { optional: true, description: `${SIGNATURE} Default: hmac-sha256.` })
  signature?: SignatureAlgorithm;
}

export function subscriptionOf(
  { url, filter = {}, content = 'thin', label, signature }: SubscriptionBody,
  { id, teams }: { id: string; teams: SubscriptionRequest['teams'] },
): SubscriptionRequest {
  return { owner: id, teams, url, filter: filterOf(filter), content, ...given({ label, algorithm: signature }) };
}

/** What is to be otherwise. What is left out stays as it is; a filter is taken as a whole. */
@Described({ examples: [{ content: 'full' }] })
export class SubscriptionPatchBody {
  @Url({ optional: true })
  url?: string;

  @Part(() => EventFilterBody, { optional: true })
  filter?: EventFilterBody;

  @Word(CONTENTS, { optional: true, description: CONTENT })
  content?: Content;

  @Name({ optional: true })
  label?: string;
}

export const patchOf = ({ url, filter, content, label }: SubscriptionPatchBody): SubscriptionPatch =>
  given({ url, filter: filter && filterOf(filter), content, label });

export class StopBody {
  @Name({ optional: true, description: 'A word: maintenance, replaced.' })
  reason?: string;
}

export class SigningKeyBody {
  @Word(SIGNATURES, { description: SIGNATURE })
  algorithm!: SignatureAlgorithm;
}

export class SigningKeyRotationBody {
  @Span({
    optional: true,
    description: 'How long both keys sign. Default: P1D; P7D at most; PT0S lets the first sign nothing from now on.',
  })
  overlap?: string;
}

export const overlapOf = ({ overlap }: SigningKeyRotationBody): Duration | undefined =>
  overlap === undefined ? undefined : parseDuration(overlap, 'overlap');
