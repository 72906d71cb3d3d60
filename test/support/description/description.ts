import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../kept.js';

/** The parts of an OpenAPI document that the tests go by. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  items?: Schema;
  allOf?: Schema[];
  oneOf?: Schema[];
  enum?: unknown[];
  const?: unknown;
  pattern?: string;
  format?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  maxItems?: number;
  contentSchema?: Schema;
  examples?: unknown[];
  default?: unknown;
  not?: Schema;
}

export interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  required?: boolean;
  schema: Schema;
}

export interface Header {
  required?: boolean;
  schema: Schema;
}

export interface Response {
  headers?: Record<string, Header | { $ref: string }>;
  content?: Record<string, { schema: Schema }>;
}

export interface Operation {
  operationId: string;
  parameters?: Parameter[];
  requestBody?: { required?: boolean; content: Record<string, { schema: Schema }> };
  responses: Record<string, Response | { $ref: string }>;
  security?: object[];
}

export interface Description {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: Record<string, Record<string, unknown>>;
}

/** One route of the description. */
export interface Route {
  id: string;
  method: string;
  /** `/v1/commitments/{commitment}` */
  path: string;
  operation: Operation;
  /** Where it stands in the document, as a JSON Pointer. */
  pointer: string;
}

export const committedDescription = (): Description =>
  JSON.parse(readFileSync(join(root, 'docs/reference/openapi.json'), 'utf8')) as Description;

export function routesOf({ paths }: Description): Route[] {
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({
      id: operation.operationId,
      method: method.toUpperCase(),
      path,
      operation,
      pointer: `/paths/${escaped(path)}/${method}`,
    })),
  );
}

/** RFC 6901. */
export const escaped = (part: string): string => part.replaceAll('~', '~0').replaceAll('/', '~1');

/** What a reference means; anything else means itself. */
export function resolved<T extends object>(description: Description, part: T | { $ref: string }): T {
  if (!('$ref' in part) || typeof part.$ref !== 'string') return part as T;
  return part.$ref
    .slice(2)
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>((place, step) => (place as Record<string, unknown>)[step], description) as T;
}

/** The route that a request goes to, by its method and path. Fixed parts win over parameters. */
export function routeFor(routes: readonly Route[], method: string, path: string): Route | undefined {
  const parts = path.split('?', 1)[0]!.split('/');
  return routes
    .filter((route) => {
      const template = route.path.split('/');
      return (
        route.method === method &&
        template.length === parts.length &&
        template.every((part, index) => part === parts[index] || (part.startsWith('{') && parts[index] !== ''))
      );
    })
    .sort((a, b) => (a.path.match(/\{/g)?.length ?? 0) - (b.path.match(/\{/g)?.length ?? 0))[0];
}
