import { toldSchemas } from '#kept/contracts';
import { describe, expect, it } from '@jest/globals';
import { Parser } from '@asyncapi/parser';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { asyncApi } from './async-api.js';
import { ASYNC_API_FILE, SCHEMAS_FOLDER, schemaTexts, written } from './committed.js';

/** Errors and warnings, as the parser numbers them. */
const SEVERE: readonly number[] = [0, 1];

const committed = readFileSync(ASYNC_API_FILE, 'utf8');

describe('the description of what leaves the house by itself', () => {
  it('is committed as the code says it: after a change of an event run `npm run asyncapi`, and read the difference', () =>
    expect(written(asyncApi())).toBe(committed));

  it('is without fault, by the parser of AsyncAPI', async () => {
    const { document, diagnostics } = await new Parser().parse(committed);
    const faults = diagnostics
      .filter(({ severity }) => SEVERE.includes(severity))
      .map(({ message, path }) => [path.join('/'), message]);
    expect(faults).toEqual([]);
    expect(document!.version()).toBe('3.0.0');
    const operations = document!.operations().all();
    expect(operations.map((operation) => operation.id())).toEqual(['tellByFeed', 'tellByStream', 'deliver']);
    const told = toldSchemas().map(({ type }) => `kept.${type}`);
    for (const operation of operations.slice(0, 2))
      expect(
        operation
          .messages()
          .all()
          .map((message) => message.name()),
      ).toEqual(told);
  });

  it('is found faulty where it is', async () => {
    const broken = committed.replace('"action": "send"', '"action": "shout"');
    const { diagnostics } = await new Parser().parse(broken);
    expect(diagnostics.some(({ severity }) => SEVERE.includes(severity))).toBe(true);
  });
});

describe('the schemas of events', () => {
  const texts = [...schemaTexts()].map(([file, text]) => [basename(file), file, text] as const);

  it.each(texts)('%s is committed as the code says it: run `npm run asyncapi`', (_, file, text) =>
    expect(text).toBe(readFileSync(file, 'utf8')),
  );

  it('are there for nothing that never was', () => {
    const types = ['thin', ...toldSchemas().map(({ type }) => type)];
    for (const file of readdirSync(SCHEMAS_FOLDER)) expect(types).toContain(file.replace(/\.v\d+\.json$/, ''));
  });

  it.each(texts)('%s accepts its examples', (name, file) => {
    const ajv = new Ajv2020({ strict: true, strictTypes: false });
    formats.default(ajv);
    const schema = JSON.parse(readFileSync(file, 'utf8')) as { examples?: unknown[] };
    const accepts = ajv.compile(schema);
    if (!name.startsWith('thin')) expect(schema.examples?.length).toBeGreaterThan(0);
    for (const example of schema.examples ?? []) expect([accepts(example), accepts.errors]).toEqual([true, null]);
  });
});
