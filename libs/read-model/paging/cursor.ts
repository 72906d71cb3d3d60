import { createHash } from 'node:crypto';
import { ReadModelRefused } from '../errors.js';

/** Where a page ended: the values its rows are ordered by, of its last row. */
export type Place = readonly (number | string)[];

/**
 * Turns the end of a page into a text that only the question it answered takes back.
 * @param question everything that chooses and orders the rows, as JSON
 */
export function cursorAfter(question: unknown, place: Place): string {
  const body = JSON.stringify([fingerprint(JSON.stringify(question)), ...place]);
  return Buffer.from(fingerprint(body) + body).toString('base64url');
}

/**
 * Where the next page begins.
 * @param shape what the place is made of, in its order
 * @throws ReadModelRefused `cursor-damaged`, `cursor-foreign`
 */
export function placeIn(cursor: string, question: unknown, shape: readonly ('number' | 'string')[]): Place {
  const [origin, ...place] = contentOf(cursor);
  if (origin !== fingerprint(JSON.stringify(question)) || place.length !== shape.length)
    throw new ReadModelRefused(
      'cursor-foreign',
      'the cursor belongs to another question: ask for the first page, or with the filters and the order it came from',
    );
  if (!place.every((value, index) => typeof value === shape[index])) throw damaged();
  return place as Place;
}

function contentOf(cursor: string): unknown[] {
  const text = Buffer.from(cursor, 'base64url').toString();
  const [sum, body] = [text.slice(0, FINGERPRINT), text.slice(FINGERPRINT)];
  // Decoding passes over what is no base64: only the text that was given out is taken.
  if (sum !== fingerprint(body) || Buffer.from(text).toString('base64url') !== cursor) throw damaged();
  return JSON.parse(body) as unknown[];
}

function damaged(): ReadModelRefused {
  return new ReadModelRefused('cursor-damaged', 'the cursor is not one that was given out: ask for the first page');
}

/** Characters of a fingerprint: against mishaps, not against attackers, whom a cursor shows nothing new. */
const FINGERPRINT = 12;

function fingerprint(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, FINGERPRINT);
}
