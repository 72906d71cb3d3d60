import { type Route } from '../support/description/description.js';
import { type Schemas } from '../support/description/schemas.js';
import { type Case } from './case.js';
import { type One } from './odd.js';

const TEXTS = [
  '',
  ' ',
  '*',
  'x',
  '"1"',
  '"0"',
  '"01"',
  'W/"1"',
  '1',
  '"1", "2"',
  '"-1"',
  '"999999999999999"',
  '"9999999999999999"',
  '"1.5"',
  "'1'",
  '"',
  '*, "1"',
  'a b',
  'ü',
  'a'.repeat(200),
  'a'.repeat(201),
  'a'.repeat(8_000),
  '\t',
  '__proto__',
  '%00',
  'null',
];

const STRANGERS = [
  '',
  'Bearer',
  'Bearer ',
  'Bearer x',
  'Bearer kept_x_y',
  'Bearer eyJ.e30.',
  'Basic YTpi',
  `Bearer ${'k'.repeat(5_000)}`,
  'Bearer a b',
  'bearer null',
];

/** Headers that say something else than they should. */
export function* oddHeaders(route: Route, { headers }: Case['request'], one: One, schemas: Schemas): Generator<Case> {
  const without = (name: string) =>
    Object.fromEntries(Object.entries(headers).filter(([key]) => key.toLowerCase() !== name.toLowerCase()));
  for (const [index, parameter] of (route.operation.parameters ?? []).entries()) {
    if (parameter.in !== 'header') continue;
    const { name } = parameter;
    for (const text of TEXTS) {
      // As it arrives: HTTP takes blanks at the ends away.
      const accepted = schemas.accepts(`${route.pointer}/parameters/${index}/schema`, text.trim());
      yield one(
        `${name} is ${JSON.stringify(text.slice(0, 40))}`,
        accepted ? 'odd' : 'wrong',
        { headers: { ...without(name), [name]: text } },
        accepted ? undefined : name,
      );
    }
    yield one(`${name} comes twice`, 'odd', { headers: { ...without(name), [name]: ['a', 'b'] } });
    if (parameter.required) yield one(`${name} is missing`, 'wrong', { headers: without(name) }, name);
  }
  if (headers['authorization'] !== undefined) {
    yield one('nobody says who they are', 'wrong', { headers: without('authorization') });
    for (const text of STRANGERS)
      yield one(`${text.slice(0, 40)} asks`, 'wrong', { headers: { ...headers, authorization: text } });
  }
  for (const [name, text] of [
    ['accept', 'text/html'],
    ['accept', 'application/json;q=0'],
    ['accept', ','],
    ['accept-language', ',,;q=,zh;q=9'],
    ['accept-language', 'zh-CN'],
    ['accept-language', 'x'.repeat(4_000)],
    ['accept-encoding', 'gzip;q=x'],
    ['x-http-method-override', 'DELETE'],
    ['x-forwarded-for', "' OR 1=1"],
    ['x-request-id', 'x'.repeat(1_000)],
    ['traceparent', '00-zz'],
    ['origin', 'null'],
    ['cookie', 'a=b; __proto__=1'],
    ['range', 'bytes=0-1'],
    ['if-none-match', '"'],
    ['if-modified-since', 'yesterday'],
    ['host', 'elsewhere.example'],
    ['constructor', 'x'],
  ] as const)
    yield one(`${name} is ${text.slice(0, 40)}`, 'odd', { headers: { ...headers, [name]: text } });
}
