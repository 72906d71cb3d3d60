import { type JsonSchema, type ToldSchema, toldSchemas } from '#kept/contracts';
import { THIN } from '#kept/delivery';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const root = dirname(createRequire(import.meta.url).resolve('#package'));

export const ASYNC_API_FILE = join(root, 'docs/reference/asyncapi.json');
/** One file for each type and version of events: those of versions that are no longer current stay. */
export const SCHEMAS_FOLDER = join(root, 'docs/reference/event-schemas');

/** As it is committed and served. */
export const written = (document: object): string => `${JSON.stringify(document, null, 2)}\n`;

/** A schema with its own file: of an event’s data, or of thin ones. */
export interface SchemaFile {
  name: string;
  version: number;
  file: string;
}

export const fileOf = (name: string, version: number): string => join(SCHEMAS_FOLDER, `${name}.v${version}.json`);

export const THIN_FILE: SchemaFile = { name: 'thin', version: 1, file: fileOf('thin', 1) };

export const schemaFiles = (): SchemaFile[] => [
  ...toldSchemas().map(({ type, version }) => ({ name: type, version, file: fileOf(type, version) })),
  THIN_FILE,
];

/** What each file must hold. */
export function schemaTexts(): Map<string, string> {
  const texts = new Map([[THIN_FILE.file, written(THIN)]]);
  for (const told of toldSchemas()) texts.set(fileOf(told.type, told.version), written(withExamples(told)));
  return texts;
}

/** The golden events are the examples. They lie beside the sources, and only the sources describe themselves. */
function withExamples({ type, version, schema }: ToldSchema): JsonSchema {
  const golden = join(root, 'libs/contracts/events/golden');
  const files = existsSync(golden) ? readdirSync(golden).filter((name) => name.startsWith(`${type}.v${version}.`)) : [];
  const examples = files.sort().map((name) => asTold(readFileSync(join(golden, name), 'utf8')));
  return { ...schema, examples };
}

const asTold = (text: string): unknown =>
  JSON.parse(text, (name, value: unknown) => (name === 'personal' || name === 'sealed' ? undefined : value));
