import { type Parameter, type Route } from '../support/description/description.js';
import { type Schemas } from '../support/description/schemas.js';
import { type Builder, type Parts } from './build.js';
import { type Case } from './case.js';
import { type One } from './odd.js';

const QUERIES = [
  'a=1',
  '__proto__=1',
  '__proto__[a]=1',
  'a[]=1&a[]=2',
  '%',
  '%00=%00',
  '&&&===',
  'constructor=1',
  `a=${'x'.repeat(8_000)}`,
  'toString=',
  'a=1&'.repeat(2_000),
];
const VALUES = [
  '',
  ' ',
  '0',
  '1',
  '-1',
  '1.5',
  '51',
  '1000000000',
  '1e3',
  '99999999999999999999',
  'NaN',
  'null',
  'true',
  'TRUE',
  'yes',
  '[]',
  '{}',
  'x',
  'x'.repeat(201),
  ' x',
  'a\u0000b',
  '汉字',
  '2026-02-30T00:00:00Z',
  '2026-03-02T08:00:00Z',
  '2026-03-02',
  'Not/AZone',
  'team',
  'due',
  '__proto__',
  "'; DROP TABLE events; --",
  '%',
  'eyJhIjoxfQ',
  'AAAA',
  '999999999999999999',
];

/** Parameters that are none, or come in strange ways. */
export function* oddQueries(route: Route, parts: Parts, one: One, builder: Builder, schemas: Schemas): Generator<Case> {
  const { path } = builder.request(route, { ...parts, query: {} });
  const { path: full } = builder.request(route, parts);
  for (const query of QUERIES) yield one(`the query is ${query.slice(0, 40)}`, 'odd', { path: `${path}?${query}` });
  for (const [index, parameter] of (route.operation.parameters ?? []).entries()) {
    if (parameter.in !== 'query') continue;
    const { [parameter.name]: _, ...query } = parts.query;
    const rest = builder.request(route, { ...parts, query }).path;
    const and = rest.includes('?') ? '&' : '?';
    for (const text of VALUES) {
      const verdict = parsed(parameter, text);
      const accepted =
        verdict === undefined || schemas.accepts(`${route.pointer}/parameters/${index}/schema`, verdict.value);
      yield one(
        `${parameter.name} is ${JSON.stringify(text.slice(0, 40))}`,
        accepted ? 'odd' : 'wrong',
        { path: `${rest}${and}${parameter.name}=${encodeURIComponent(text)}` },
        accepted ? undefined : parameter.name,
      );
    }
    yield one(`${parameter.name} comes twice`, 'odd', { path: `${rest}${and}${parameter.name}=x&${parameter.name}=y` });
    yield one(`${parameter.name} is a list`, 'odd', { path: `${rest}${and}${parameter.name}[]=x` });
    yield one(`${parameter.name} comes a hundred and one times`, 'odd', {
      path: rest + and + `${parameter.name}=x&`.repeat(101),
    });
    yield one(`${parameter.name} is bytes that are no UTF-8`, 'odd', { path: `${rest}${and}${parameter.name}=%ff%fe` });
  }
  if (full.includes('?')) yield one('an unknown parameter', 'wrong', { path: `${full}&unknown=1` }, 'unknown');
}

/** A text of a query as the value it stands for; `undefined` where that can be argued about. */
function parsed({ schema }: Parameter, text: string): { value: unknown } | undefined {
  switch (schema.type) {
    case 'integer':
    case 'number':
      if (String(Number(text)) === text) return { value: Number(text) };
      return Number.isFinite(Number(text)) && text.trim() !== '' ? undefined : { value: text };
    case 'boolean':
      return { value: text === 'true' ? true : text === 'false' ? false : text };
    case 'array':
      return { value: [text] };
    default:
      return { value: text };
  }
}
