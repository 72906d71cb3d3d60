import { describe, expect, it } from '@jest/globals';
import { jsonRows } from './jsonl.js';

async function read(...lines: string[]) {
  async function* blocks() {
    await Promise.resolve();
    yield { first: 1, lines, faults: new Map() };
  }
  for await (const { rows } of jsonRows(blocks(), ['id', '__proto__'])) return rows;
  return [];
}

describe('reading JSON Lines', () => {
  it('reads texts, numbers, truths and nothing', async () => {
    const rows = await read('{"id":"9377952927E-5"}', '{"id":12.5,"__proto__":true}', '', '{"id":null}\r');
    expect(rows).toEqual([
      { line: 1, cells: ['9377952927E-5', ''] },
      { line: 2, cells: ['12.5', 'true'] },
      { line: 4, cells: ['', ''] },
    ]);
  });

  it.each([
    ['what is not JSON', '{"id":NaN}', 'json-malformed'],
    ['what is not an object', '[1]', 'json-malformed'],
    ['an object where a text belongs', '{"id":{}}', 'value-not-plain'],
    ['a number that JSON has rounded', '{"id":9007199254740993}', 'number-imprecise'],
  ])('rejects %s', async (_, line, code) => {
    expect(await read(line, '{"id":"2"}')).toMatchObject([
      { line: 1, rejection: { code } },
      { line: 2, cells: ['2', ''] },
    ]);
  });
});
