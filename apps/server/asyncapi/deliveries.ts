/** What comes with every delivery: Standard Webhooks 1.0. */
export const DELIVERY_HEADERS = {
  type: 'object',
  properties: {
    'content-type': { type: 'string', const: 'application/cloudevents+json; charset=utf-8' },
    'webhook-id': { type: 'string', description: 'The event’s id: the same in every attempt.' },
    'webhook-timestamp': {
      type: 'string',
      pattern: '^\\d+$',
      description: 'When this attempt was made, in seconds since 1970. Refuse what is minutes old.',
    },
    'webhook-signature': {
      type: 'string',
      pattern: '^v1a?,[A-Za-z0-9+/=]+( v1a?,[A-Za-z0-9+/=]+)*$',
      description:
        'Of `<webhook-id>.<webhook-timestamp>.<body>`: `v1` by HMAC with SHA-256, `v1a` by Ed25519. Several while keys ' +
        'overlap: one that verifies is enough.',
    },
  },
  required: ['content-type', 'webhook-id', 'webhook-timestamp', 'webhook-signature'],
};

/** An event of any type, to an endpoint; thin unless the subscription asks for all of it. */
export const DELIVERY = {
  name: 'delivery',
  title: 'Delivery',
  summary: 'One event, signed.',
  headers: { $ref: '#/components/schemas/DeliveryHeaders' },
  payload: {
    allOf: [
      { $ref: '#/components/schemas/CloudEvent' },
      {
        type: 'object',
        properties: {
          gap: {
            type: 'integer',
            minimum: 1,
            description: 'Deliveries to this customer’s lane that were given up since the last one.',
          },
          data: {
            description: 'Thin; or, where the subscription asks for it, what `dataschema` names.',
            anyOf: [{ $ref: '#/components/schemas/Thin' }, { type: 'object' }],
          },
        },
      },
    ],
  },
};

/** What is sent when a ping is asked for: it is no event of the ledger. */
export const PING = {
  name: 'kept.Ping',
  title: 'Ping',
  summary: 'Somebody wants to know whether deliveries arrive.',
  headers: { $ref: '#/components/schemas/DeliveryHeaders' },
  payload: {
    type: 'object',
    properties: {
      specversion: { type: 'string', const: '1.0' },
      id: { type: 'string' },
      source: { type: 'string' },
      type: { type: 'string', const: 'kept.Ping' },
      subject: { type: 'string', description: 'The subscription: `subscription-…`.' },
      time: { type: 'string', format: 'date-time' },
      datacontenttype: { type: 'string', const: 'application/json' },
      data: { type: 'object' },
    },
    required: ['specversion', 'id', 'source', 'type', 'subject', 'time', 'data'],
  },
};
