import { type ToldEvent, TOLD_TYPES } from '#kept/domain';
import { z } from 'zod';
import { DESCRIPTIONS } from './descriptions.js';
import { COMMITMENT_SCHEMAS, CUSTOMER_SCHEMAS, SUBSCRIPTION_SCHEMAS, TEAM_SCHEMAS } from './schemas.js';
import { UPCASTERS } from './upcasters.js';
import { Elapsed, Moment } from './values.js';

const SCHEMAS: Readonly<Record<ToldEvent['type'], z.ZodType>> = {
  ...COMMITMENT_SCHEMAS,
  ...CUSTOMER_SCHEMAS,
  ...TEAM_SCHEMAS,
  ...SUBSCRIPTION_SCHEMAS,
};

/**
 * Names under which no data leave the house, at whatever depth: what is personal, and the sealed secrets of signing keys.
 * Events of types that this version does not know are searched as closely as the others.
 */
export const WITHHELD: readonly string[] = ['personal', 'sealed'];

/** A JSON Schema of the draft 2020-12. */
export interface JsonSchema {
  [keyword: string]: unknown;
  properties?: Record<string, JsonSchema>;
  required?: string[];
}

/** An event’s data as integrations see them. */
export interface ToldSchema {
  type: ToldEvent['type'];
  version: number;
  schema: JsonSchema;
}

/** The schema of an event’s data in its current version, without what is withheld. */
export function toldSchema(type: ToldEvent['type']): ToldSchema {
  const version = (UPCASTERS[type]?.length ?? 0) + 1;
  const { $schema, ...schema } = z.toJSONSchema(SCHEMAS[type], { io: 'input', unrepresentable: 'any', override: told });
  const about = { $schema, $id: schemaUrn(type, version), title: type, description: DESCRIPTIONS[type] };
  return { type, version, schema: { ...about, ...schema } as JsonSchema };
}

/** Of every event that integrations can hear of, in the order of the domain. */
export const toldSchemas = (): ToldSchema[] => TOLD_TYPES.map(toldSchema);

/** The name of a schema: the `dataschema` of a CloudEvent. */
export const schemaUrn = (type: string, version: number): string => `urn:kept:event:${type}:${version}`;

/** A part that may be absent makes no new version of an event, so whoever reads one must bear fields that come later. */
function told({ zodSchema, jsonSchema }: { zodSchema: z.core.$ZodType; jsonSchema: z.core.JSONSchema.BaseSchema }) {
  if (zodSchema === Moment) jsonSchema.format = 'date-time';
  if (zodSchema === Elapsed) jsonSchema.format = 'duration';
  if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
  for (const name of WITHHELD) delete jsonSchema.properties?.[name];
  if (jsonSchema.required) jsonSchema.required = jsonSchema.required.filter((name) => !WITHHELD.includes(name));
}
