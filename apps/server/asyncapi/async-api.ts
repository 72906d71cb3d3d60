import { type JsonSchema, toldSchemas } from '#kept/contracts';
import { CLOUD_EVENT, THIN, TYPE_PREFIX } from '#kept/delivery';
import { createRequire } from 'node:module';
import { DELIVERY, DELIVERY_HEADERS, PING } from './deliveries.js';

const ABOUT = `What happened, in the order of the log, to those who may hear of it. All three ways tell the same events as CloudEvents 1.0;
nothing personal is in them. **Types and attributes may come later**: pass over what you do not know.`;

const reference = (place: string): { $ref: string } => ({ $ref: `#/components/${place}` });

/** A schema within another document: it is named by its place there. */
function within({ $schema: _, $id: __, ...schema }: JsonSchema): JsonSchema {
  return schema;
}

/** Describes, by the registry that events are written and read with, everything that leaves the house by itself. */
export function asyncApi(): object {
  const { version } = createRequire(import.meta.url)('#package') as { version: string };
  const told = toldSchemas();
  const types = told.map(({ type }) => type);
  const messagesOf = (channel: string) => types.map((type) => ({ $ref: `#/channels/${channel}/messages/${type}` }));
  const everyType = Object.fromEntries(types.map((type) => [type, reference(`messages/${type}`)]));
  return {
    asyncapi: '3.0.0',
    info: { title: 'Kept', version, description: ABOUT },
    defaultContentType: 'application/cloudevents+json',
    servers: {
      ledger: {
        host: '{host}',
        protocol: 'http',
        description: 'The server of a ledger.',
        variables: { host: { default: '127.0.0.1:4780', description: 'Where it listens.' } },
        security: [reference('securitySchemes/key')],
      },
    },
    channels: {
      feed: {
        address: '/v1/feed',
        title: 'Feed',
        description: 'Pages in the order of the log, as `application/cloudevents-batch+json`. The `Link` leads on.',
        servers: [{ $ref: '#/servers/ledger' }],
        messages: everyType,
      },
      stream: {
        address: '/v1/stream',
        title: 'Stream',
        description: 'Server-sent events: `id` is the cursor, `event` the type, `data` the CloudEvent.',
        servers: [{ $ref: '#/servers/ledger' }],
        messages: everyType,
      },
      webHook: {
        address: null,
        title: 'Web hook',
        description:
          'The endpoint that a subscription names. Deliveries are signed, and made again until they are accepted.',
        messages: { Delivery: reference('messages/Delivery'), Ping: reference('messages/Ping') },
      },
    },
    operations: {
      tellByFeed: {
        action: 'send',
        channel: { $ref: '#/channels/feed' },
        summary: 'Tells events page by page, to whoever asks.',
        messages: messagesOf('feed'),
        bindings: { http: { method: 'GET', bindingVersion: '0.3.0' } },
      },
      tellByStream: {
        action: 'send',
        channel: { $ref: '#/channels/stream' },
        summary: 'Tells events as they come, to whoever listens.',
        messages: messagesOf('stream'),
        bindings: { http: { method: 'GET', bindingVersion: '0.3.0' } },
      },
      deliver: {
        action: 'send',
        channel: { $ref: '#/channels/webHook' },
        summary: 'Delivers events to an endpoint, in order for each customer.',
        messages: ['Delivery', 'Ping'].map((name) => ({ $ref: `#/channels/webHook/messages/${name}` })),
        bindings: { http: { method: 'POST', bindingVersion: '0.3.0' } },
      },
    },
    components: {
      securitySchemes: { key: { type: 'http', scheme: 'bearer', description: 'An API key, `kept_…`.' } },
      messages: {
        ...Object.fromEntries(told.map(({ type, schema }) => [type, messageOf(type, schema)])),
        Delivery: DELIVERY,
        Ping: PING,
      },
      schemas: {
        CloudEvent: CLOUD_EVENT,
        DeliveryHeaders: DELIVERY_HEADERS,
        Thin: within(THIN),
        ...Object.fromEntries(told.map(({ type, schema }) => [type, within(schema)])),
      },
    },
  };
}

function messageOf(type: string, { $id, description }: JsonSchema): object {
  return {
    name: `${TYPE_PREFIX}${type}`,
    title: type,
    summary: description,
    payload: {
      allOf: [
        reference('schemas/CloudEvent'),
        {
          type: 'object',
          properties: {
            type: { type: 'string', const: `${TYPE_PREFIX}${type}` },
            dataschema: { type: 'string', const: $id },
            data: reference(`schemas/${type}`),
          },
        },
      ],
    },
  };
}
