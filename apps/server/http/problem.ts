import { type Language, type MessageCode, messageOf } from '#kept/contracts';
import { type RefusalParameters } from '#kept/domain';
import { STATUS_CODES } from 'node:http';
import { type FieldsRefused } from './body-validation.js';

/** One field of a request that was not accepted, and why. */
export interface FieldProblem {
  /** JSON Pointer into the body (RFC 6901), or the name of a query parameter. */
  pointer?: string;
  parameter?: string;
  code: string;
  detail: string;
}

/** RFC 9457, with the stable code that programs go by. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  parameters?: RefusalParameters;
  errors?: FieldProblem[];
  /** The request's id, as it stands in the log. */
  instance: string;
}

/** Every refusal as it is answered. What is not named here is something wrong with what was said: 422. */
const STATUS: Partial<Record<MessageCode, number>> = {
  'request-malformed': 400,
  'body-malformed': 400,
  'body-missing': 400,
  'header-malformed': 400,
  'field-unknown': 400,
  'cursor-invalid': 400,
  'only-of-the-present': 422,
  'position-malformed': 400,
  'value-missing': 400,
  'value-not-in-list': 400,
  'text-empty': 400,
  'text-too-long': 400,
  'text-malformed': 400,
  'number-out-of-range': 400,
  'instant-malformed': 400,
  'instant-out-of-range': 400,
  'principal-malformed': 400,
  'duration-malformed': 400,
  'duration-out-of-range': 400,
  'time-zone-unknown': 400,
  'not-an-object': 400,
  'not-a-list': 400,
  'not-a-truth-value': 400,
  'choice-unclear': 400,
  'event-type-unknown': 400,
  'list-empty': 400,
  'list-too-long': 400,
  'url-malformed': 400,
  'url-not-http': 400,
  'url-with-fragment': 400,
  'not-authenticated': 401,
  'not-for-role': 403,
  'not-granted': 403,
  'not-your-team': 403,
  'not-yours': 403,
  'key-unknown': 404,
  'route-unknown': 404,
  'resource-unknown': 404,
  'commitment-unknown': 404,
  'policy-unknown': 404,
  'subscription-unknown': 404,
  'signing-key-unknown': 404,
  'method-not-allowed': 405,
  'not-acceptable': 406,
  'request-timeout': 408,
  'commitment-exists': 409,
  'commitment-settled': 409,
  'commitment-voided': 409,
  'customer-exists': 409,
  'customer-forgotten': 409,
  'team-exists': 409,
  'version-exists': 409,
  'complaint-exists': 409,
  'complaint-already-answered': 409,
  'clock-already-paused': 409,
  'clock-not-paused': 409,
  'key-exists': 409,
  'key-revoked': 409,
  'key-expired': 409,
  'keys-too-many': 409,
  'subscription-exists': 409,
  'subscription-ended': 409,
  'subscription-disabled': 409,
  'signing-key-exists': 409,
  'signing-key-succeeded': 409,
  'signing-key-last': 409,
  'signing-keys-too-many': 409,
  'revision-stale': 412,
  'body-too-large': 413,
  'media-type-unsupported': 415,
  'if-match-missing': 428,
  'too-many-requests': 429,
  'streams-too-many': 429,
  'headers-too-large': 431,
  'internal-error': 500,
  'position-not-reached': 503,
  'deliveries-unavailable': 503,
  'secrets-unavailable': 503,
  'ledger-unavailable': 503,
  'identity-provider-unavailable': 503,
  'outcome-unknown': 503,
  contended: 503,
  'not-ready': 503,
  'shutting-down': 503,
};

export function statusOf(code: MessageCode): number {
  return STATUS[code] ?? 422;
}

export interface ProblemContext {
  language: Language;
  request: string;
}

/** Parameters that repeat what the caller has sent, which may be anything. */
const SENT: readonly string[] = ['value', 'path'];

/** Without what the caller has sent: they know it, and problems end up in logs. The field is named, and what it may be. */
const tellable = (parameters: RefusalParameters): RefusalParameters =>
  Object.fromEntries(Object.entries(parameters).filter(([name]) => !SENT.includes(name)));

/** A refusal in words, with an ellipsis for what the caller has sent. */
function detailOf(code: MessageCode, parameters: RefusalParameters, language: Language): string {
  const unsaid = Object.fromEntries(SENT.map((name) => [name, '…']));
  return messageOf(code, { ...parameters, ...unsaid }, language);
}

/** A refusal as it is answered, in the caller's language. */
export function problemOf(
  { code, parameters }: { code: MessageCode; parameters: RefusalParameters },
  { language, request }: ProblemContext,
  errors?: FieldProblem[],
): Problem {
  const status = statusOf(code);
  const told = tellable(parameters);
  return {
    type: `urn:kept:problem:${code}`,
    title: STATUS_CODES[status] ?? 'Error',
    status,
    detail: detailOf(code, parameters, language),
    code,
    ...(Object.keys(told).length > 0 && { parameters: told }),
    ...(errors && { errors }),
    instance: `urn:kept:request:${request}`,
  };
}

/** What is wrong with each field, in the caller's language. */
export function fieldProblems({ faults, place }: FieldsRefused, language: Language): FieldProblem[] {
  return faults.map(({ path, code, parameters }) => ({
    ...(place === 'body' ? { pointer: `/${path.map(escaped).join('/')}` } : { parameter: path.join('.') }),
    code,
    detail: detailOf(code, parameters, language),
  }));
}

/** RFC 6901. */
const escaped = (part: string): string => part.replaceAll('~', '~0').replaceAll('/', '~1');
