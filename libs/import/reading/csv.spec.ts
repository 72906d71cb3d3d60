import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import Papa from 'papaparse';
import { csvRows } from './csv.js';
import { lineBlocks, LONGEST_RECORD } from './lines.js';
import { type SourceRow } from './row.js';

/** Reads a text that arrives in chunks of so many bytes. */
async function read(csv: string | Buffer, wanted: string[], { delimiter = ',', chunk = 7 } = {}) {
  const bytes = Buffer.from(csv as string);
  async function* chunks(): AsyncGenerator<Buffer> {
    await Promise.resolve();
    for (let at = 0; at < bytes.length; at += chunk) yield bytes.subarray(at, at + chunk);
  }
  const rows: SourceRow[] = [];
  let blankLines = 0;
  for await (const batch of csvRows(lineBlocks(chunks()), delimiter, wanted, 'some.csv')) {
    rows.push(...batch.rows);
    blankLines += batch.blankLines;
  }
  return { rows, blankLines };
}

const cells = ({ rows }: { rows: SourceRow[] }) => rows.map((row) => ('cells' in row ? row.cells : row.rejection.code));
const lines = ({ rows }: { rows: SourceRow[] }) => rows.map(({ line }) => line);

describe('reading CSV', () => {
  it('reads a mark, CRLF, blank lines, quotes, line breaks within them and a last line without an end', async () => {
    const found = await read('\uFEFFa,b\r\n1,"x\r\ny"\r\n\r\n2,"say ""hi"""\r\n"",\r\n3,ü€😀', ['a', 'b']);
    expect(cells(found)).toEqual([
      ['1', 'x\r\ny'],
      ['2', 'say "hi"'],
      ['', ''],
      ['3', 'ü€😀'],
    ]);
    expect(lines(found)).toEqual([2, 5, 6, 7]);
    expect(found.blankLines).toBe(1);
  });

  it('gives the wanted columns in the wanted order', async () => {
    expect(cells(await read('a;b;c\n1;2;3\n', ['c', 'a'], { delimiter: ';' }))).toEqual([['3', '1']]);
  });

  it.each(['__proto__', 'constructor', 'toString'])('has nothing against a column called %s', async (name) => {
    expect(cells(await read(`id,${name}\n1,x\n`, [name]))).toEqual([['x']]);
  });

  it.each([
    ['a field too few', '1\n', 'row-ragged'],
    ['a field too many', '1,2,3\n', 'row-ragged'],
    ['a quote within a field', '1,a"b"c\n', 'quote-misplaced'],
    ['a space after a closing quote', '1,"b" \n', 'quote-misplaced'],
    ['text after a closing quote', '1,"b"c\n', 'quote-misplaced'],
    ['a lone carriage return', '1,"b"\r2\n', 'quote-misplaced'],
  ])('rejects %s, and reads the next row', async (_, bad, code) => {
    const found = await read(`a,b\n${bad}8,9\n`, ['a', 'b']);
    expect(cells(found)).toEqual([code, ['8', '9']]);
    expect(lines(found)).toEqual([2, 3]);
  });

  it('does not let a quote that is never closed swallow the rest of the file', async () => {
    const found = await read('a,b\n1,"oops\n2,x\n3,y\n', ['a', 'b']);
    expect(cells(found)).toEqual(['quote-not-closed', ['2', 'x'], ['3', 'y']]);
    expect(lines(found)).toEqual([2, 3, 4]);
  });

  it('gives up on an open quote after the longest record, and reads on from the next line', async () => {
    const filler = `2,${'x'.repeat(1000)}\n`.repeat(1100);
    const found = await read(`a,b\n1,"oops\n${filler}3,y\n`, ['a'], { chunk: 65_536 });
    expect(found.rows).toHaveLength(1102);
    expect(found.rows[0]).toMatchObject({ line: 2, rejection: { code: 'quote-not-closed' } });
    expect(found.rows.at(-1)).toEqual({ line: 1103, cells: ['3'] });
  });

  it.each(['', '"'])('rejects ten megabytes in one field (%j) and reads the next row', async (quote) => {
    const found = await read(`a,b\n1,${quote}${'x'.repeat(10_000_000)}${quote}\n2,y\n`, ['a', 'b'], { chunk: 65_536 });
    expect(cells(found)).toEqual(['row-too-long', ['2', 'y']]);
    expect(lines(found)).toEqual([2, 3]);
  });

  it('rejects a line just over the bound that comes in one piece', async () => {
    const found = await read(`a\n${'x'.repeat(LONGEST_RECORD + 1)}\ny\n`, ['a'], { chunk: 8_000_000 });
    expect(cells(found)).toEqual(['row-too-long', ['y']]);
  });

  it('rejects the lines that are not UTF-8 and no others', async () => {
    const latin1 = Buffer.concat([
      Buffer.from('a,b\n1,ü\n2,'),
      Buffer.from([0xfc]),
      Buffer.from('\n3,"x\n'),
      Buffer.from([0xff]),
      Buffer.from('"\n4,y\n'),
    ]);
    const found = await read(latin1, ['a', 'b'], { chunk: 1000 });
    expect(cells(found)).toEqual([['1', 'ü'], 'text-not-utf-8', 'text-not-utf-8', ['4', 'y']]);
    expect(lines(found)).toEqual([2, 3, 4, 6]);
  });

  it.each([
    ['no header', '', 'header-missing'],
    ['only blank lines', '\n\n', 'header-missing'],
    ['a header that is not UTF-8', Buffer.from([0xff, 0xfe, 0x61, 0x0a]), 'header-malformed'],
    ['a column twice', 'a,b,a\n', 'column-repeated'],
    ['no such column', 'a,c\n', 'column-missing'],
  ])('refuses a file with %s', async (_, csv, code) => {
    await expect(read(csv, ['a', 'b'])).rejects.toMatchObject({ code });
  });

  it('says which columns there are where one is missing', async () => {
    await expect(read('Id,Name\n', ['id'])).rejects.toThrow('some.csv has no column "id"; it has "Id", "Name"');
  });

  it('reads back whatever another program wrote, however it arrives', async () => {
    const field = fc.string({ unit: fc.constantFrom('a', ' ', '"', ',', ';', '\n', '\r', 'é', '😀', "'") });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(field, field), { minLength: 1 }),
        fc.constantFrom('\n', '\r\n'),
        fc.constantFrom(',', ';', '\t', '|'),
        fc.integer({ min: 1, max: 50 }),
        async (rows, newline, delimiter, chunk) => {
          const written = Papa.unparse([['a', 'b'], ...rows], { newline, delimiter });
          const found = await read(written, ['a', 'b'], { delimiter, chunk });
          expect(cells(found)).toEqual(rows);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('numbers rows by the line they start on', async () => {
    const field = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n') });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(field, field)), fc.integer({ min: 1, max: 50 }), async (rows, chunk) => {
        let line = 2;
        const expected = rows.map((row) => {
          const begins = line;
          line += 1 + row.join('').split('\n').length - 1;
          return begins;
        });
        const written = Papa.unparse([['a', 'b'], ...rows], { newline: '\n' });
        expect(lines(await read(written, ['a', 'b'], { chunk }))).toEqual(expected);
      }),
      { numRuns: 100 },
    );
  });
});
