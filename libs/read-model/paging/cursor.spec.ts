import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cursorAfter, placeIn } from './cursor.js';

const places = fc.array(fc.oneof(fc.maxSafeInteger(), fc.string()), { maxLength: 3 });
const shapeOf = (place: readonly (number | string)[]) => place.map((value) => typeof value as 'number' | 'string');
const questions = fc.jsonValue();

describe('a cursor', () => {
  it('is taken back by its question, wherever the page ended', () => {
    fc.assert(
      fc.property(questions, places, (question, place) => {
        expect(placeIn(cursorAfter(question, place), question, shapeOf(place))).toEqual(place);
      }),
    );
  });

  it('is refused by any other question', () => {
    fc.assert(
      fc.property(questions, questions, places, (question, other, place) => {
        fc.pre(JSON.stringify(question) !== JSON.stringify(other));
        expect(() => placeIn(cursorAfter(question, place), other, shapeOf(place))).toThrow(
          expect.objectContaining({ code: 'cursor-foreign' }),
        );
      }),
    );
  });

  it('is refused when a character was changed, added or lost', () => {
    const cursor = cursorAfter(['board', 'north'], [1_700_000_000_000, 42]);
    const taken = (text: string) => () => placeIn(text, ['board', 'north'], ['number', 'number']);
    expect(taken(cursor)()).toEqual([1_700_000_000_000, 42]);
    const damaged = Array.from(cursor).flatMap((character, index) => [
      cursor.slice(0, index) + (character === 'A' ? 'B' : 'A') + cursor.slice(index + 1),
      cursor.slice(0, index) + cursor.slice(index + 1),
      `${cursor.slice(0, index)}-${cursor.slice(index)}`,
    ]);
    for (const text of [...damaged, '', ' ', `${cursor}=`, 'W10'])
      expect(taken(text)).toThrow(expect.objectContaining({ code: 'cursor-damaged' }));
  });
});
