import { refuse } from './refusal.js';

const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;
const LONGEST_TEXT = 10_000;

/**
 * A name for a thing: a customer, a team, a kind of promise. 1 to 200 characters, no control characters, not blank at
 * either end: two names that look alike are alike.
 * @throws Refusal `text-empty`, `text-too-long`, `text-malformed`, `value-missing`
 */
export function identifier(value: string, field: string): string {
  const text = wellFormed(value, field, 200);
  if (text.trim() === '') refuse('text-empty', { field });
  if (text.trim() !== text || CONTROL.test(text)) refuse('text-malformed', { field });
  return text;
}

/** Free text in somebody's words, up to 10,000 characters. */
export function freeText(value: string, field: string): string {
  return wellFormed(value, field, LONGEST_TEXT);
}

/** One of the listed words. @throws Refusal `value-not-in-list` */
export function oneOf<T extends string>(value: T, allowed: readonly T[], field: string): T {
  if (!allowed.includes(value))
    refuse('value-not-in-list', { field, value: value.slice(0, 40), allowed: allowed.join(', ') });
  return value;
}

/** A finite number between bounds, both inclusive. @throws Refusal `number-out-of-range` */
export function numberBetween(value: number, least: number, most: number, field: string): number {
  if (typeof value !== 'number' || !(value >= least && value <= most))
    refuse('number-out-of-range', { field, value: String(value), least, most });
  // Minus zero, which JSON does not keep, becomes zero.
  return value + 0;
}

/** A whole number between bounds, both inclusive. @throws Refusal `number-out-of-range` */
export function integerBetween(value: number, least: number, most: number, field: string): number {
  if (!Number.isInteger(value)) refuse('number-out-of-range', { field, value: String(value), least, most });
  return numberBetween(value, least, most, field);
}

/** The checked value if there is one: optional parts are left out, never set to `undefined`. */
export function optional<K extends string, T, R>(
  key: K,
  value: T | undefined,
  check: (value: T, field: string) => R,
): Partial<Record<K, R>> {
  return value === undefined ? {} : ({ [key]: check(value, key) } as Record<K, R>);
}

function wellFormed(value: string, field: string, longest: number): string {
  if (typeof value !== 'string') refuse('value-missing', { field });
  const length = charactersIn(value, longest);
  if (length > longest) refuse('text-too-long', { field, length, longest });
  // A lone half of a surrogate pair has no UTF-8 form: it could not be stored, hashed or shown.
  if (!value.isWellFormed()) refuse('text-malformed', { field });
  return value;
}

/** Characters as Unicode and JSON Schema count them: 𠮷 is one. Not counted further than it takes to say too many. */
function charactersIn(text: string, longest: number): number {
  return text.length <= longest || text.length > 2 * longest ? text.length : Array.from(text).length;
}
