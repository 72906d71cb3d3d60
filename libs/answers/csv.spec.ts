import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import Papa from 'papaparse';
import { csvLines, fieldsOf } from './csv.js';

describe('CSV', () => {
  it('has a header also where there are no rows', () => {
    expect(csvLines(['team', 'kept'], [], { header: true })).toBe('team,kept\r\n');
    expect(csvLines(['team', 'kept'], [])).toBe('');
  });

  it('is the same in parts as at once, and is taken back as it was by any reader of RFC 4180', () => {
    const cells = fc.string({ unit: 'grapheme' }).filter((text) => !/^[=+\-@\t\r\n＝＋－＠]/.test(text));
    fc.assert(
      fc.property(fc.array(fc.record({ team: cells, note: cells }), { minLength: 1 }), fc.nat(), (rows, cut) => {
        const at = cut % rows.length;
        const fields = ['team', 'note'];
        const whole = csvLines(fields, rows, { header: true });
        expect(csvLines(fields, rows.slice(0, at), { header: true }) + csvLines(fields, rows.slice(at))).toBe(whole);
        expect(Papa.parse(whole.slice(0, -2), { header: true, newline: '\r\n' }).data).toEqual(rows);
      }),
    );
  });

  it('lets no spreadsheet run a cell, wherever the row stands', () => {
    for (const team of ['=1+1', '+1', '-1+1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '＝1+1'])
      expect(csvLines(['team'], [{ team }])).toMatch(/^"?'/);
  });

  it('has the columns of rows that have not all got the same, in the order they are met', () => {
    expect(fieldsOf([{ a: 1 }, { b: 2, a: 3 }])).toEqual(['a', 'b']);
  });
});
