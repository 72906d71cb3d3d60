/** RFC 9457. Every answer that is not a success is one. */
export const PROBLEM = {
  type: 'object',
  description: 'Why a request was refused (RFC 9457). Programs go by `code`, people read `detail`.',
  additionalProperties: false,
  required: ['type', 'title', 'status', 'detail', 'code', 'instance'],
  properties: {
    type: { type: 'string', pattern: '^urn:kept:problem:[a-z]+(-[a-z]+)*$', description: 'The code as a URI.' },
    title: { type: 'string', minLength: 1, description: 'The status in words.' },
    status: { type: 'integer', minimum: 400, maximum: 599 },
    detail: { type: 'string', minLength: 1, description: 'What is wrong and what to do, in the caller’s language.' },
    code: {
      type: 'string',
      pattern: '^[a-z]+(-[a-z]+)*$',
      description: 'Stable; new ones may come.',
      examples: ['value-missing'],
    },
    parameters: {
      type: 'object',
      description: 'What the sentence is about: which field, which bound, which entry.',
      additionalProperties: { type: ['string', 'number', 'boolean'] },
    },
    errors: {
      type: 'array',
      minItems: 1,
      description: 'Every field that was not accepted.',
      items: { $ref: '#/components/schemas/FieldProblem' },
    },
    instance: { type: 'string', format: 'uri', description: 'The request as it stands in the log.' },
  },
} as const;

export const FIELD_PROBLEM = {
  type: 'object',
  description: 'One field that was not accepted, and why.',
  additionalProperties: false,
  required: ['code', 'detail'],
  properties: {
    pointer: { type: 'string', format: 'json-pointer', description: 'Where in the body (RFC 6901).' },
    parameter: { type: 'string', description: 'The query parameter.' },
    code: { type: 'string', pattern: '^[a-z]+(-[a-z]+)*$' },
    detail: { type: 'string', minLength: 1 },
  },
} as const;

interface ProblemAnswer {
  /** Of the shared answer in the description. */
  name: string;
  description: string;
  headers?: readonly ('Retry-After' | 'WWW-Authenticate')[];
}

/** What each status means here. */
export const PROBLEM_ANSWERS: Readonly<Record<number, ProblemAnswer>> = {
  400: { name: 'NotUnderstood', description: 'The request says something that is not understood. `errors` names it.' },
  401: { name: 'WhoAreYou', description: 'No key, or one that is not known.', headers: ['WWW-Authenticate'] },
  403: { name: 'NotAllowed', description: 'This key may not do that.' },
  404: { name: 'Unknown', description: 'There is no such thing.' },
  406: { name: 'NoSuchForm', description: 'There is no answer of the kind that `Accept` asks for.' },
  408: { name: 'TooSlow', description: 'The request did not arrive in time.' },
  409: { name: 'AgainstTheRecord', description: 'What is recorded already does not allow it. Nothing was recorded.' },
  412: {
    name: 'SeenIsStale',
    description: 'Something was recorded since the state that `If-Match` names. Read again.',
  },
  413: { name: 'TooLarge', description: 'The body is larger than the server takes.' },
  415: { name: 'WrongMediaType', description: 'The body is of another media type than this route reads.' },
  422: { name: 'NotRecordable', description: 'Understood, and refused by the rules. Nothing was recorded.' },
  428: { name: 'SayWhatYouSaw', description: '`If-Match` is missing.' },
  429: { name: 'TooMany', description: 'Too many requests.', headers: ['Retry-After'] },
  500: { name: 'Fault', description: 'A fault of the server; it is logged under the request’s id.' },
  503: { name: 'NotNow', description: 'Not now; the problem says whether to try again.', headers: ['Retry-After'] },
};

/** The shared answers of the description. */
export const PROBLEM_RESPONSES = Object.fromEntries(
  Object.values(PROBLEM_ANSWERS).map(({ name, description, headers = [] }) => [
    name,
    {
      description,
      ...(headers.length > 0 && {
        headers: Object.fromEntries(headers.map((header) => [header, { $ref: `#/components/headers/${header}` }])),
      }),
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    },
  ]),
);
