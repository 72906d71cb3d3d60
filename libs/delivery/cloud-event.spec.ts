import { formatInstant, type Instant } from '#kept/domain';
import { type Position } from '#kept/event-store';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type CloudEvent, cloudEventJson, THIN_SCHEMA } from './cloud-event.js';
import { type FeedEntry } from './feed/feed-entry.js';

const IDENTITY = '0123456789abcdef';
const text = fc.string({ unit: 'grapheme', minLength: 1 });
const anyInstant = fc.integer({ min: 0, max: 4_102_444_800_000 });
const { parse } = JSON as { parse: (json: string) => Record<string, unknown> };

const anyEntry = fc
  .record(
    {
      ...{ position: fc.bigInt(1n, 2n ** 53n), revision: fc.bigInt(0n, 2n ** 53n), id: text, stream: text, type: text },
      ...{ schemaVersion: fc.integer({ min: 1, max: 9 }), occurredAt: anyInstant, recordedAt: anyInstant },
      data: fc.dictionary(fc.oneof(fc.constantFrom('obligation', 'deadline', 'historic', 'gap'), text), fc.jsonValue()),
      ...{ commitment: text, customer: text, team: text, segment: text, owner: text },
    },
    {
      requiredKeys: [
        ...([
          'position',
          'revision',
          'id',
          'stream',
          'type',
          'schemaVersion',
          'occurredAt',
          'recordedAt',
          'data',
        ] as const),
      ],
    },
  )
  .map(({ data, ...entry }) => ({ ...entry, json: JSON.stringify(data) }) as FeedEntry);

/** The attributes that every event has, whatever is told of its data. */
function attributesOf(entry: FeedEntry): Omit<CloudEvent, 'data' | 'dataschema'> {
  const { id, type, stream, position, revision, occurredAt, recordedAt, commitment, customer, team, segment } = entry;
  const known = Object.entries({ commitment, customer, team, segment }).filter(([, value]) => value !== undefined);
  return {
    ...{ specversion: '1.0', id, source: `urn:kept:ledger:${IDENTITY}`, type: `kept.${type}`, subject: stream },
    ...{ time: formatInstant(occurredAt as Instant), datacontenttype: 'application/json' },
    ...{ cursor: `${position}-01234567`, position: String(position), revision: String(revision) },
    ...{ recordedat: formatInstant(recordedAt as Instant), ...Object.fromEntries(known) },
  };
}

describe('the JSON of a CloudEvent', () => {
  it('says of every entry what there is to say, whatever its names and its data are', () =>
    fc.assert(
      fc.property(anyEntry, (entry) => {
        expect(parse(cloudEventJson(entry, { identity: IDENTITY, content: 'full' }))).toEqual({
          ...attributesOf(entry),
          dataschema: `urn:kept:event:${entry.type}:${entry.schemaVersion}`,
          data: parse(entry.json),
        });
      }),
    ));

  it('says thinly whom it concerns, and by when', () =>
    fc.assert(
      fc.property(anyEntry, fc.nat(3), (entry, gap) => {
        const { data, ...attributes } = parse(cloudEventJson(entry, { identity: IDENTITY, content: 'thin', gap }));
        expect(attributes).toEqual({ ...attributesOf(entry), dataschema: THIN_SCHEMA, ...(gap > 0 && { gap }) });
        const { commitment, customer, team, position } = entry;
        const said = Object.entries(parse(entry.json)).filter(([name]) =>
          ['obligation', 'deadline', 'historic'].includes(name),
        );
        const whom = Object.entries({ commitment, customer, team }).filter(([, value]) => value !== undefined);
        expect(data).toEqual({ ...Object.fromEntries([...whom, ...said]), position: String(position) });
      }),
    ));

  it('is one line, as server-sent events need it', () => {
    const entry = { id: 'a\nb', stream: 's\r', type: 'T', json: '{"note":"one\\ntwo"}', schemaVersion: 1 };
    const moments = { occurredAt: 0, recordedAt: 0, position: 1n as Position, revision: 0n };
    expect(cloudEventJson({ ...entry, ...moments }, { identity: IDENTITY, content: 'full' })).not.toMatch(/[\r\n]/u);
  });
});
