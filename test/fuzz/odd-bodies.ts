import { type Case } from './case.js';
import { type One } from './odd.js';

const NO_JSON = [
  '',
  ' ',
  '{',
  '}',
  '[',
  '"',
  '{"a":1,}',
  "{'a':1}",
  '{a:1}',
  '\ufeff',
  'undefined',
  'NaN',
  '{"a":1}{"a":1}',
  '// no\n{}',
  '{"a":"\n"}',
  '{"a":"\\u12"}',
  '{"a":"\\x41"}',
  '\u0000',
  '<a/>',
  'a=1&b=2',
];
const NO_OBJECT = ['null', 'true', '0', '"text"', '[]', '[{}]', '[[]]', '{}'];

/** Whole bodies that are no object, or no JSON, or said to be something else. */
export function* oddBodies({ body: sent, headers }: Case['request'], one: One): Generator<Case> {
  const body = sent as string;
  for (const text of NO_JSON) yield one(`the body is ${JSON.stringify(text)}`, 'wrong', { body: text });
  for (const text of NO_OBJECT) yield one(`the body is ${text}`, text === '{}' ? 'odd' : 'wrong', { body: text });
  yield one('the body is a list of itself', 'wrong', { body: `[${body}]` });
  yield one('the body is cut off', 'wrong', { body: body.slice(0, -1) });
  yield one('the body goes on', 'wrong', { body: `${body}x` });
  for (const depth of [1_000, 50_000]) {
    yield one(`the body is ${depth} lists deep`, 'wrong', { body: '['.repeat(depth) + ']'.repeat(depth) });
    yield one(`a field is ${depth} objects deep`, 'wrong', {
      body: body.replace('{', `{"deep":${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}${body === '{}' ? '' : ','}`),
    });
  }
  yield one('a field comes twice, and is something else the second time', 'odd', {
    body: body.replace(/\}$/, `${body === '{}' ? '' : ','}"occurredAt":"2025-07-01T00:00:00Z","occurredAt":7}`),
  });
  yield one('the body is larger than allowed', 'wrong', { body: body.replace('{', `{${' '.repeat(300_000)}`) });
  yield one('the body has bytes that are no UTF-8', 'wrong', {
    body: Buffer.concat([
      Buffer.from(body.replace(/\}$/, `${body === '{}' ? '' : ','}"personal":{"note":"`)),
      Buffer.from([0xc3, 0x28, 0xff]),
      Buffer.from('"}}'),
    ]),
  });
  yield one('the body is UTF-16', 'wrong', { body: Buffer.from(body, 'utf16le') });
  yield one('the body comes in small pieces', 'odd', { body, chunk: Math.ceil(body.length / 40) });

  for (const type of [
    'text/plain',
    'application/xml',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/merge-patch+json',
    'application/x-ndjson',
    'application/jsonp',
    'json',
    '*/*',
    ';',
    'application/json/x',
    'a'.repeat(5_000),
  ])
    yield one(`the media type is ${type.slice(0, 40)}`, 'wrong', {
      headers: { ...headers, 'content-type': type },
    });
  const { 'content-type': _, ...untyped } = headers;
  yield one('there is no media type', 'wrong', { headers: untyped });
  for (const type of [
    'application/json;charset=UTF-8',
    'Application/JSON',
    'application/json; charset=utf-16',
    'application/json; x="',
  ])
    yield one(`the media type is ${type}`, 'odd', { headers: { ...headers, 'content-type': type } });
  for (const coding of ['gzip', 'br', 'deflate', 'x'])
    yield one(`the body is said to be in ${coding}`, 'wrong', {
      headers: { ...headers, 'content-encoding': coding },
    });
}
