import { escaped } from '../support/description/description.js';

/** A value with one thing changed, and where. Whether that makes it wrong, the schema decides. */
export interface Changed {
  value: unknown;
  /** JSON Pointer to the change. */
  at: string;
  how: string;
}

/** Put into JSON as it stands: what `JSON.stringify` would never write. */
export const raw = (text: string): { toJSON: () => string } => ({ toJSON: () => `@@raw:${text}@@` });
export const asJson = (value: unknown): string => JSON.stringify(value).replaceAll(/"@@raw:(.*?)@@"/g, '$1');

function nested(depth: number): string {
  return '['.repeat(depth) + ']'.repeat(depth);
}

/** Everything that some field somewhere does not take. */
const STRANGERS: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  1.5,
  6,
  1e308,
  -1e308,
  9_007_199_254_740_993,
  raw('1e999'),
  raw('-1e999'),
  raw('-0'),
  raw('NaN'),
  raw('Infinity'),
  raw('01'),
  raw('0x10'),
  raw(nested(2_000)),
  '',
  ' ',
  ' x',
  'x ',
  '\u00a0x',
  'x\ufeff',
  'x',
  '1',
  'true',
  'null',
  'NaN',
  'undefined',
  '[object Object]',
  '\u0000',
  'a\u0000b',
  'a\nb',
  'a\u0085b',
  '\ud800',
  'x\udfff',
  '😀'.repeat(200),
  'a'.repeat(200),
  'a'.repeat(201),
  '😀'.repeat(201),
  '汉'.repeat(10_001),
  '__proto__',
  'constructor',
  '../../etc/passwd',
  "'; DROP TABLE events; --",
  '${7*7}',
  '2026-02-30T00:00:00Z',
  '2026-03-02T08:00Z',
  '2026-03-02t08:00:00z',
  '2026-03-02 08:00:00Z',
  '2026-03-02T08:00:60Z',
  '2016-12-31T23:59:60Z',
  '2026-03-02T24:00:00Z',
  '2026-03-02T08:00:00',
  '2026-03-02T08:00:00+24:00',
  '2026-03-02T08:00:00.1234567890Z',
  '0000-01-01T00:00:00Z',
  '+002026-03-02T08:00:00Z',
  '0001-01-01T00:00:00+14:00',
  '9999-12-31T23:59:59-12:00',
  '2026-03-02',
  '2026-02-29',
  '2026-13-01',
  '9999-12-31',
  '20260302',
  1_772_438_400_000,
  'P',
  'PT',
  'P1M',
  'P1Y',
  'P1W',
  '-PT1H',
  'PT1.5H',
  'PT0.1234S',
  'P999999D',
  'pt1h',
  'PT1H ',
  '+08:00',
  'Not/AZone',
  'asia/shanghai',
  'UTC\n',
  [],
  {},
  [[]],
  ['x'],
  { toString: 'x' },
  { length: 1 },
  Array.from({ length: 101 }, () => 'x'),
];

const EXTRA_KEYS = [
  'extra',
  'constructor',
  'toString',
  'hasOwnProperty',
  '',
  'a.b',
  '~/',
  '$ref',
  'Customer',
  '0',
  'personal.note',
];

/** Every single change of a value: each part replaced by each stranger, left out, wrapped, or given a stranger field. */
export function* everyChange(value: unknown, at = ''): Generator<Changed> {
  for (const stranger of STRANGERS) {
    const shown = asJson(stranger);
    yield { value: stranger, at, how: `${at || '/'} is ${shown.length > 60 ? `${shown.slice(0, 60)}…` : shown}` };
  }
  yield { value: [value], at, how: `${at || '/'} is wrapped in a list` };
  if (typeof value === 'string') yield* ofText(value, at);
  if (Array.isArray(value)) yield* inside(value, at);
  else if (typeof value === 'object' && value !== null) yield* ofObject(value as Record<string, unknown>, at);
}

function* ofText(value: string, at: string): Generator<Changed> {
  for (const changed of [`${value}s`, value.toUpperCase(), value.slice(1), `${value}\u0000`])
    yield { value: changed, at, how: `${at} is ${JSON.stringify(changed)}` };
}

function* inside(list: readonly unknown[], at: string): Generator<Changed> {
  for (const [index, item] of list.entries())
    for (const changed of everyChange(item, `${at}/${index}`))
      yield { ...changed, value: list.with(index, changed.value) };
}

function* ofObject(object: Record<string, unknown>, at: string): Generator<Changed> {
  for (const key of EXTRA_KEYS.filter((extra) => !Object.hasOwn(object, extra)))
    for (const value of ['x', { toString: 1 }])
      yield { value: { ...object, [key]: value }, at: `${at}/${escaped(key)}`, how: `${at}/${key} is added` };
  // As JSON has it: a field of the object's own.
  const polluting = JSON.parse('{"__proto__":{"polluted":true}}') as object;
  yield { value: { ...object, ...polluting }, at: `${at}/__proto__`, how: `${at}/__proto__ is added` };
  for (const [key, part] of Object.entries(object)) {
    const place = `${at}/${escaped(key)}`;
    const { [key]: _, ...rest } = object;
    yield { value: rest, at: place, how: `${place} is left out` };
    for (const changed of everyChange(part, place)) yield { ...changed, value: { ...object, [key]: changed.value } };
  }
}
