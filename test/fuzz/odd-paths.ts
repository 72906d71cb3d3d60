import { type Route } from '../support/description/description.js';
import { type Schemas } from '../support/description/schemas.js';
import { type Builder, type Parts } from './build.js';
import { type Case } from './case.js';
import { type One } from './odd.js';

const IDS = [
  '%20',
  '%20x',
  'x%20',
  '%00',
  '%0a',
  '%7f',
  '%c2%85',
  '%',
  '%zz',
  '%ff',
  '%ed%a0%80',
  '%c2%a0x',
  '..',
  '.',
  '%2e%2e%2f',
  '%2F',
  'a%2Fb',
  'x'.repeat(200),
  'x'.repeat(201),
  'x'.repeat(5_000),
  encodeURIComponent('汉'.repeat(200)),
  encodeURIComponent('😀'.repeat(200)),
  encodeURIComponent('😀'.repeat(201)),
  '__proto__',
  'constructor',
  '%27%3B%20DROP',
  '*',
  '~',
  ';a=b',
  '%25',
  '%F0%9F%98%80',
];

/** Ids and paths that no client should send. */
export function* oddPaths(route: Route, parts: Parts, one: One, builder: Builder, schemas: Schemas): Generator<Case> {
  for (const [index, parameter] of (route.operation.parameters ?? []).entries()) {
    if (parameter.in !== 'path') continue;
    for (const id of IDS) {
      const decoded = decode(id);
      const accepted = decoded !== undefined && schemas.accepts(`${route.pointer}/parameters/${index}/schema`, decoded);
      const marked = builder.request(route, { ...parts, path: { ...parts.path, [parameter.name]: 'MARK' } });
      const path = marked.path.replace('MARK', id);
      yield { ...one(`${parameter.name} is ${id.slice(0, 60)}`, accepted ? 'odd' : 'wrong', { path }), inPath: true };
    }
  }
  const { path, headers } = builder.request(route, parts);
  const bare = { headers, body: '' };
  yield one('the path ends with a slash', 'odd', { path: path.replace(/(\?|$)/, '/$1') });
  yield one('the path is in capitals', 'odd', { path: path.toUpperCase() });
  yield one('the path has two slashes', 'odd', { path: `/${path}` });
  for (const method of ['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD', 'PROPFIND'])
    yield one(`the method is ${method}`, 'odd', { ...bare, method });
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
