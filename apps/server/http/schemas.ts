/**
 * What the API description says of single values. A pattern says all that JSON Schema can say, so that whoever checks
 * against the description is refused nothing that it accepts; patterns are ECMA-262 with the `u` flag.
 */

const MOST_BUSINESS_DAYS = 36_525;

/** A name for a thing, see the domain's `identifier`: no control characters, no blank at either end. */
export const NAME = {
  type: 'string',
  minLength: 1,
  maxLength: 200,
  pattern: '^[^\\s\\p{Cc}\\p{Cs}]([^\\p{Cc}\\p{Cs}]*[^\\s\\p{Cc}\\p{Cs}])?$',
} as const;

/** A principal's id, see the domain's `principalId`. */
export const PRINCIPAL = { type: 'string', pattern: '^[a-z0-9][a-z0-9.\\-]{0,62}$', examples: ['crm'] } as const;

/** Free text. Half a surrogate pair has no UTF-8 form and could not be kept. */
export const TEXT = { type: 'string', maxLength: 10_000, pattern: '^\\P{Cs}*$' } as const;

const DATE = '(?!0000)\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])';

/** RFC 3339, of the years 1 to 9999, with up to nine digits of a second; leap seconds and lower case are not taken. */
export const MOMENT = {
  type: 'string',
  format: 'date-time',
  pattern: `^${DATE}T([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(\\.\\d{1,9})?(Z|[+-]([01]\\d|2[0-3]):[0-5]\\d)$`,
  examples: ['2026-03-02T08:00:00Z'],
} as const;

export const DAY = { type: 'string', format: 'date', pattern: `^${DATE}$`, examples: ['2026-03-02'] } as const;

/** ISO 8601 of days, hours, minutes and seconds. Months and years have no fixed length. */
export const SPAN = {
  type: 'string',
  pattern: '^P(?=.)(\\d{1,6}D)?(T(?=.)(\\d{1,7}H)?(\\d{1,9}M)?(\\d{1,11}(\\.\\d{1,3})?S)?)?$',
  examples: ['PT2H'],
} as const;

/** A length of a policy. What is counted by the calendar is an object, so that nobody takes one for the other. */
export const POLICY_SPAN = {
  oneOf: [
    SPAN,
    {
      type: 'object',
      description: 'So much time within open hours.',
      required: ['businessTime'],
      properties: { businessTime: SPAN },
      additionalProperties: false,
    },
    {
      type: 'object',
      description: 'So many business days: the clock time stays, and moves to the next opening if that is closed.',
      required: ['businessDays'],
      properties: { businessDays: { type: 'integer', minimum: 0, maximum: MOST_BUSINESS_DAYS } },
      additionalProperties: false,
    },
  ],
} as const;

/** A zone of the IANA database. */
export const ZONE = {
  type: 'string',
  pattern: '^[A-Za-z][A-Za-z0-9_+/\\-]{0,63}$',
  examples: ['Asia/Shanghai'],
} as const;
