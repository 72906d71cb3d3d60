import { parseDuration, refuse, span, type Span } from '#kept/domain';
import { refuseRequest } from './request-refused.js';

/** A length of a policy as it is sent: elapsed time as text, what a calendar counts as an object. */
export type SpanBody = string | { businessTime: string } | { businessDays: number };

/** @throws Refusal, RequestRefused `choice-unclear` */
export function spanOf(sent: SpanBody, field: string): Span {
  if (typeof sent === 'string') return parseDuration(sent, field);
  // Whatever it is: nobody has looked at it yet.
  const parts = sent as unknown;
  if (typeof parts !== 'object' || parts === null || Array.isArray(parts)) return refuse('value-missing', { field });
  const [[name, value] = [], ...others] = Object.entries(parts);
  if (others.length === 0 && name === 'businessDays') return span({ businessDays: value as number }, field);
  if (others.length === 0 && name === 'businessTime')
    return typeof value === 'string'
      ? { businessTime: parseDuration(value, `${field}.businessTime`) }
      : refuse('value-missing', { field: `${field}.businessTime` });
  return refuseRequest('choice-unclear', { field, allowed: 'businessTime, businessDays' });
}
