import { type OpenAPIObject } from '@nestjs/swagger';
import { type AccessRule } from '../access/rule.js';
import { PROBLEM_ANSWERS } from './problems.js';

/** The parts of a description that are refined here. */
type Schema = Record<string, unknown> & { type?: string; additionalProperties?: unknown };
interface Operation {
  requestBody?: { content: Record<string, { schema: Schema }> };
  responses: Record<string, { content?: Record<string, { schema?: Schema }> }>;
  parameters?: { schema?: Schema; examples?: unknown }[];
  security?: Record<string, string[]>[];
  'x-kept-access'?: AccessRule;
}

/** What any route can answer; a body, an id or a key that is asked for add to it. */
const ANY = [400, 429, 500, 503];
const WITH_BODY = [408, 413, 415];
const WITH_KEY = [401, 403];

/**
 * Says in the description what is true of every route, so that no controller has to: which problems it can answer,
 * whether it wants a key, and that a body takes no fields but its own.
 */
export function refine(document: OpenAPIObject): OpenAPIObject {
  for (const { path, operation } of operationsOf(document)) {
    const open = operation['x-kept-access']?.action === 'public';
    if (open) operation.security = [];
    operation.parameters?.forEach(examplesToSchema);
    addProblems(operation, [
      ...ANY,
      ...(operation.requestBody ? WITH_BODY : []),
      ...(path.includes('{') ? [404] : []),
      ...(open ? [] : WITH_KEY),
    ]);
  }
  closeBodies(document);
  dropUnused(document);
  return document;
}

/** Shared answers that no route gives yet. */
function dropUnused(document: OpenAPIObject): void {
  const used = new Set(JSON.stringify(document.paths).match(/(?<="#\/components\/responses\/)\w+/g));
  const { responses = {}, ...others } = document.components ?? {};
  const kept = Object.entries(responses).filter(([name]) => used.has(name));
  document.components = { ...others, responses: Object.fromEntries(kept) };
}

function operationsOf({ paths }: OpenAPIObject): { path: string; operation: Operation }[] {
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.values(item as Record<string, Operation>)
      .filter((operation) => 'responses' in operation)
      .map((operation) => ({ path, operation })),
  );
}

/** Nest puts the examples of a field beside its schema, where a parameter has another kind. */
function examplesToSchema(parameter: NonNullable<Operation['parameters']>[number]): void {
  if (!Array.isArray(parameter.examples)) return;
  parameter.schema = { ...parameter.schema, examples: parameter.examples };
  delete parameter.examples;
}

/** A status that a route describes in its own words keeps them. */
function addProblems({ responses }: Operation, statuses: readonly number[]): void {
  for (const status of [...statuses, ...Object.keys(responses).map(Number)]) {
    const answer = PROBLEM_ANSWERS[status];
    const described = responses[status];
    if (!answer || (described && !isBareProblem(described))) continue;
    responses[status] = { $ref: `#/components/responses/${answer.name}` } as object;
  }
}

const isBareProblem = ({ content }: Operation['responses'][string]): boolean =>
  content !== undefined && Object.keys(content['application/problem+json'] ?? { schema: {} }).length === 0;

/** Closes every schema that a request body reaches: an unknown field would be lost, so it is refused. */
function closeBodies(document: OpenAPIObject): void {
  const schemas = (document.components?.schemas ?? {}) as Record<string, Schema>;
  const seen = new Set<string>();
  const close = (part: unknown): void => {
    if (typeof part !== 'object' || part === null) return;
    if ('$ref' in part && typeof part.$ref === 'string') {
      closeNamed(part.$ref.replace(/^.*\//, ''));
      return;
    }
    const schema = part as Schema;
    if (schema.type === 'object' && 'properties' in schema) schema.additionalProperties ??= false;
    Object.values(part).forEach(close);
  };
  const closeNamed = (name: string): void => {
    if (seen.has(name)) return;
    seen.add(name);
    close(schemas[name]);
  };
  for (const { operation } of operationsOf(document))
    for (const { schema } of Object.values(operation.requestBody?.content ?? {})) close(schema);
}
