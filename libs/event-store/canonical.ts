import { type Json } from './record.js';

/** Deeper nesting than this is refused; it also stops cycles, which never end. */
export const MAX_DEPTH = 64;

/** A value that has no canonical JSON text: nothing that came out of `JSON.parse`. */
export class NotCanonicalizable extends Error {
  constructor(problem: string) {
    super(problem);
    this.name = 'NotCanonicalizable';
  }
}

/**
 * The canonical text of a JSON value after RFC 8785 (JCS): no white space, keys sorted by UTF-16 code units, numbers as
 * ECMAScript prints them. Two values are equal exactly when their texts are, so the text can be hashed.
 *
 * Our own because the hash chain stands on it, and because every append passes through it.
 *
 * @throws NotCanonicalizable for what is not JSON: NaN and infinities, lone surrogates, `undefined`, bigints,
 *   functions, instances of classes, cycles and nesting deeper than {@link MAX_DEPTH}.
 */
export function canonicalJson(value: Json): string {
  return serialize(value, 0);
}

function serialize(value: unknown, depth: number): string {
  switch (typeof value) {
    case 'string':
      return quoted(value);
    case 'number':
      if (!Number.isFinite(value)) throw new NotCanonicalizable(`${value} is not a JSON number`);
      return String(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      if (value === null) return 'null';
      if (depth >= MAX_DEPTH) throw new NotCanonicalizable(`nested deeper than ${MAX_DEPTH} levels, or a cycle`);
      return Array.isArray(value) ? listed(value, depth + 1) : keyed(value, depth + 1);
    case 'undefined':
    case 'bigint':
    case 'symbol':
    case 'function':
      throw new NotCanonicalizable(`${typeof value} is not JSON`);
  }
}

// By index, not by iterator: a hole reads as undefined and is refused.
function listed(values: readonly unknown[], depth: number): string {
  let text = '[';
  for (let i = 0; i < values.length; i += 1) {
    if (i > 0) text += ',';
    text += serialize(values[i], depth);
  }
  return text + ']';
}

function keyed(object: object, depth: number): string {
  if (!isPlain(object)) throw new NotCanonicalizable('an instance of a class is not JSON');
  const keys = Object.keys(object);
  sortByCodeUnits(keys);
  let text = '{';
  for (let i = 0; i < keys.length; i += 1) {
    const key = keys[i] as keyof typeof object;
    if (i > 0) text += ',';
    text += named(key) + serialize(object[key], depth);
  }
  return text + '}';
}

/** Keys as they stand in the text: those of a type of event come again with each, and looking them up is cheaper. */
const knownKeys = new Map<string, string>();
// Bounds, since the keys of imported data are anybody's.
const MAX_KNOWN_KEYS = 1_000;
const MAX_KNOWN_LENGTH = 64;

function named(key: string): string {
  const known = knownKeys.get(key);
  if (known !== undefined) return known;
  const text = quoted(key) + ':';
  if (key.length <= MAX_KNOWN_LENGTH && knownKeys.size < MAX_KNOWN_KEYS) knownKeys.set(key, text);
  return text;
}

/** Object literals of any realm, and objects without a prototype. */
function isPlain(object: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(object);
  return prototype === Object.prototype || prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** In place. Insertion sort: an event has few keys, often nearly in order, and `Array.sort` has a price per call. */
function sortByCodeUnits(keys: string[]): void {
  if (keys.length > 24) {
    keys.sort();
    return;
  }
  for (let i = 1; i < keys.length; i += 1) {
    const key = keys[i] as string;
    let j = i - 1;
    for (; j >= 0 && (keys[j] as string) > key; j -= 1) keys[j + 1] = keys[j] as string;
    keys[j + 1] = key;
  }
}

const PLAIN = /^[^\u0000-\u001f"\\\ud800-\udfff]*$/;

/** A text as a JSON string. */
export const quoted = (text: string): string => '"' + escaped(text) + '"';

/**
 * A text as it stands between the quotes of a JSON string. Not plain `JSON.stringify`, which would escape a lone surrogate
 * instead of refusing it.
 */
export function escaped(text: string): string {
  if (PLAIN.test(text)) return text;
  if (!text.isWellFormed()) throw new NotCanonicalizable('a lone surrogate is not Unicode text');
  return JSON.stringify(text).slice(1, -1);
}
