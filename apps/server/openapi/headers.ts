/** Headers of answers. */
export const HEADERS = {
  ETag: {
    description: 'The state of the commitment, customer or team; for `If-Match`.',
    required: true,
    schema: { type: 'string', pattern: '^"\\d+"$', examples: ['"3"'] },
  },
  Location: {
    description: 'Where to read what was recorded.',
    required: true,
    schema: { type: 'string', format: 'uri-reference' },
  },
  'Idempotent-Replayed': {
    description: 'Present where this is the first answer again.',
    schema: { type: 'string', const: 'true' },
  },
  'Retry-After': {
    description: 'Seconds to wait before the same request is worth another try.',
    required: true,
    schema: { type: 'string', pattern: '^\\d+$', examples: ['1'] },
  },
  'WWW-Authenticate': {
    description: 'How to say who you are.',
    required: true,
    schema: { type: 'string', examples: ['Bearer realm="kept"'] },
  },
} as const;
