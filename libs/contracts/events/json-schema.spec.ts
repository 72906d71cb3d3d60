import { TOLD_TYPES } from '#kept/domain';
import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { readdirSync, readFileSync } from 'node:fs';
import { toldSchema } from './json-schema.js';

const golden = new URL('./golden/', import.meta.url);
const ajv = new Ajv2020({ strict: true, strictTypes: false, allErrors: true });
formats.default(ajv);

const withoutWithheld = (text: string): unknown =>
  JSON.parse(text, (name, value: unknown) => (name === 'personal' || name === 'sealed' ? undefined : value));

/** Closed, so that nothing is told that is not described. */
const closed = (schema: object): object =>
  JSON.parse(JSON.stringify(schema), (_, part: unknown) =>
    typeof part === 'object' && part !== null && 'properties' in part && 'type' in part
      ? { ...part, additionalProperties: false }
      : part,
  ) as object;

describe.each(TOLD_TYPES)('the schema of %s', (type) => {
  const { schema, version } = toldSchema(type);
  const { $id, ...rest } = closed(schema) as { $id: string };
  const accepts = ajv.compile(rest);
  const files = readdirSync(golden).filter((name) => name.startsWith(`${type}.v${version}.`));

  it('is named as CloudEvents name it', () => expect($id).toBe(`urn:kept:event:${type}:${version}`));

  it('describes every golden event of its version, less what is withheld', () => {
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) {
      accepts(withoutWithheld(readFileSync(new URL(file, golden), 'utf8')));
      expect([file, accepts.errors]).toEqual([file, null]);
    }
  });

  it('describes nothing that is withheld, and misses what must be there', () => {
    expect(JSON.stringify(schema)).not.toMatch(/"(personal|sealed)"/);
    const [file] = files;
    const event = withoutWithheld(readFileSync(new URL(file!, golden), 'utf8')) as Record<string, unknown>;
    for (const name of schema.required ?? []) {
      const { [name]: _, ...less } = event;
      expect([name, accepts(less)]).toEqual([name, false]);
    }
  });
});
