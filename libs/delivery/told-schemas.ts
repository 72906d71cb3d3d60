import { type JsonSchema } from '#kept/contracts';
import { OBLIGATIONS } from '#kept/domain';
import { THIN_SCHEMA } from './cloud-event.js';

const text = (description: string): JsonSchema => ({ type: 'string', description });
const name = (description: string): JsonSchema => ({ type: 'string', minLength: 1, description });

/** The data of a thin delivery: enough to know whether to ask for more. */
export const THIN: JsonSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: THIN_SCHEMA,
  title: 'Thin',
  description: 'What a thin delivery says of any event: whom it is about, and by when.',
  type: 'object',
  properties: {
    commitment: name('The commitment it is about.'),
    customer: name('The customer it is about.'),
    team: name('The team it is about.'),
    obligation: {
      type: 'object',
      description: 'Of a breach: what was owed, and the entry that created it.',
      properties: { kind: { type: 'string', enum: [...OBLIGATIONS] }, entry: { type: 'string', minLength: 1 } },
      required: ['kind', 'entry'],
    },
    deadline: { type: 'string', format: 'date-time', description: 'Of a breach: by when it was owed.' },
    historic: { type: 'boolean', description: 'Whether the deadline had passed when the promise was recorded.' },
    position: { type: 'string', pattern: '^\\d+$', description: 'Of the event in the log.' },
  },
  required: ['position'],
};

/** What every CloudEvent of ours has around its data. */
export const CLOUD_EVENT: JsonSchema = {
  title: 'CloudEvent',
  description: 'CloudEvents 1.0 in JSON. Attributes that are not described may come later.',
  type: 'object',
  properties: {
    specversion: { type: 'string', const: '1.0' },
    id: name('Of the event; the same in the feed, on the stream and in every attempt of a web hook.'),
    source: { type: 'string', pattern: '^urn:kept:ledger:', description: 'The ledger.' },
    type: { type: 'string', pattern: '^kept\\.', description: 'The type of the event.' },
    subject: name('The stream it stands in: `commitment-42`.'),
    time: { type: 'string', format: 'date-time', description: 'When it happened.' },
    datacontenttype: { type: 'string', const: 'application/json' },
    dataschema: { type: 'string', pattern: '^urn:kept:event:', description: 'The schema of its data.' },
    cursor: text('Where to go on after it, in the feed and on the stream.'),
    position: { type: 'string', pattern: '^\\d+$', description: 'In the log.' },
    revision: { type: 'string', pattern: '^\\d+$', description: 'In its stream.' },
    recordedat: { type: 'string', format: 'date-time', description: 'When the ledger learned it.' },
    commitment: name('The commitment it is about.'),
    customer: name('The customer it is about.'),
    team: name('The team it is about.'),
    segment: name('The customer’s segment when the promise was made.'),
    data: { type: 'object' },
  },
  required: ['specversion', 'id', 'source', 'type', 'subject', 'time', 'datacontenttype', 'data'],
};
