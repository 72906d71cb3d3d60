import fc from 'fast-check';
import { CURSOR } from '../../apps/server/feed/cursor.field.js';
import { type Description, escaped, type Parameter, type Route } from '../support/description/description.js';
import { type Schemas } from '../support/description/schemas.js';
import { type Case } from './case.js';
import { type Pools } from './pools.js';
import { ValidValues } from './valid-values.js';
import { asJson, type Changed } from './wrong-values.js';

/** What a valid request to a route consists of. */
export interface Parts {
  path: Record<string, string>;
  query: Record<string, unknown>;
  headers: Record<string, string>;
  body?: unknown;
  /** Of a body that is lines. */
  lines?: unknown[];
}

const JSON_TYPE = 'application/json';
const LINES_TYPE = 'application/x-ndjson';

/** What a route makes: its id is a new one. */
const MAKES: Partial<Record<string, string>> = {
  makePromise: 'commitment',
  registerCustomer: 'customer',
  registerTeam: 'team',
  publishPolicy: 'version',
  publishCalendar: 'version',
  raiseComplaint: 'complaint',
  stateExpectation: 'expectation',
};

/** Builds requests from the description. */
export class Builder {
  readonly #values: ValidValues;

  constructor(
    description: Description,
    private readonly schemas: Schemas,
    pools: Pools,
    /** Who is asking: a header that a route lets in. */
    private readonly authorization: ReadonlyMap<string, string>,
  ) {
    this.#values = new ValidValues(description, pools);
  }

  /** Valid parts of requests to a route. */
  parts(route: Route, { known = false } = {}): fc.Arbitrary<Parts> {
    const values = (place: Parameter['in']) => {
      // A cursor is only to be had from the page before.
      const parameters = (route.operation.parameters ?? []).filter(
        ({ in: where, name, schema }) => where === place && name !== 'cursor' && schema.pattern !== CURSOR.pattern,
      );
      return fc.record(
        Object.fromEntries(
          parameters.map(({ name, schema }) => [name, this.#parameter(name, schema, known && place === 'path')]),
        ),
        { requiredKeys: parameters.filter(({ required }) => required).map(({ name }) => name) },
      );
    };
    return fc.record({
      path: values('path'),
      query: values('query'),
      headers: values('header'),
      ...(jsonBody(route) && { body: this.#body(route) }),
      ...(linesBody(route) && { lines: fc.array(this.#values.of(linesBody(route)!), { maxLength: 5 }) }),
    }) as fc.Arbitrary<Parts>;
  }

  #body(route: Route): fc.Arbitrary<unknown> {
    const body = this.#values.without([MAKES[route.id] ?? '']).of(jsonBody(route)!);
    return body.filter((value) => this.schemas.accepts(bodyPointer(route), value));
  }

  #parameter(name: string, schema: Parameter['schema'], known: boolean): fc.Arbitrary<unknown> {
    // Most changes are to go through: a stale ETag has its own place among them.
    if (name === 'If-Match')
      return fc.oneof(
        { weight: 9, arbitrary: fc.constant('*') },
        { weight: 1, arbitrary: fc.nat(9).map((n) => `"${n}"`) },
      );
    return (known ? this.#values.ofKnown() : this.#values).of(schema, name);
  }

  valid(route: Route, parts: Parts): Case {
    return { route, claim: 'valid', how: 'valid', request: this.request(route, parts) };
  }

  /** The same request with another body; the schema says whether that is wrong. */
  changed(route: Route, parts: Parts, { value, at, how }: Changed): Case {
    const text = asJson(value);
    const said = read(text);
    const accepted = said !== undefined && this.schemas.accepts(bodyPointer(route), said.value);
    return {
      route,
      claim: accepted ? 'odd' : 'wrong',
      how,
      request: { ...this.request(route, withoutKey(parts)), body: text },
      ...(said && !accepted && at !== '' && { names: at }),
    };
  }

  #showing({ id }: Route): Record<string, string> {
    const authorization = this.authorization.get(id);
    return authorization === undefined ? {} : { authorization };
  }

  request(route: Route, { path, query, headers, body, lines }: Parts): Case['request'] {
    const search = new URLSearchParams(
      Object.entries(query).flatMap(([key, value]) =>
        [value].flat().map((one): [string, string] => [key, String(one)]),
      ),
    );
    const content = lines
      ? { type: LINES_TYPE, text: lines.map((line) => `${JSON.stringify(line)}\n`).join('') }
      : body !== undefined && { type: JSON_TYPE, text: JSON.stringify(body) };
    return {
      method: route.method,
      path: pathOf(route, path) + (search.size > 0 ? `?${search.toString()}` : ''),
      headers: { ...this.#showing(route), ...(content && { 'content-type': content.type }), ...headers },
      ...(content && { body: content.text }),
    };
  }
}

export const jsonBody = (route: Route) => route.operation.requestBody?.content[JSON_TYPE]?.schema;
const linesBody = (route: Route) => route.operation.requestBody?.content[LINES_TYPE]?.schema.contentSchema;
export const bodyPointer = (route: Route): string =>
  `${route.pointer}/requestBody/content/${escaped(JSON_TYPE)}/schema`;

/** With the same key, all but the first would be refused for that. */
export function withoutKey(parts: Parts): Parts {
  const { 'Idempotency-Key': _, ...headers } = parts.headers;
  return { ...parts, headers };
}

export function pathOf(route: Route, path: Record<string, string>): string {
  return route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(path[name]!));
}

function read(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}
