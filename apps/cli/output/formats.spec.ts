import { describe, expect, it } from '@jest/globals';
import Papa from 'papaparse';
import { type Column, formatted } from './formats.js';

interface Row {
  team: string;
  kept: number;
  slice?: object;
}

const COLUMNS: Column<Row>[] = [
  { heading: 'team', cell: ({ team }) => team },
  { heading: 'kept', cell: ({ kept }) => String(kept), align: 'right' },
];

describe('what is printed', () => {
  it('lines up columns, also where characters are two cells wide', () => {
    const rows = [
      { team: '华北', kept: 5 },
      { team: 'north', kept: 1_200 },
    ];
    expect(formatted(rows, 'table', COLUMNS)).toBe('team   kept\n华北      5\nnorth  1200\n');
  });

  it('is CSV that any reader of RFC 4180 takes back, nested values as JSON', () => {
    const rows = [{ team: 'a "quoted", one\nin two lines', kept: 1, slice: { team: 'x' } }];
    const text = formatted(rows, 'csv', COLUMNS);
    expect(text.endsWith('\r\n')).toBe(true);
    expect(Papa.parse(text.trimEnd(), { header: true }).data).toEqual([
      { team: rows[0]!.team, kept: '1', slice: '{"team":"x"}' },
    ]);
  });

  it.each(['=1+1', '+1', '-1+1', '@SUM(A1)', '\t=1'])('does not let a spreadsheet run %j', (team) => {
    const [, line] = formatted([{ team, kept: 1 }], 'csv', COLUMNS).split('\r\n');
    expect(line).toMatch(/^"?'/);
  });

  it('leaves negative numbers numbers', () => {
    expect(formatted([{ team: 'x', kept: -5 }], 'csv', COLUMNS)).toBe('team,kept\r\nx,-5\r\n');
  });

  it('is one JSON value a line, or one list', () => {
    const rows = [
      { team: 'a', kept: 1 },
      { team: 'b', kept: 2 },
    ];
    expect(
      formatted(rows, 'jsonl', COLUMNS)
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Row),
    ).toEqual(rows);
    expect(JSON.parse(formatted(rows, 'json', COLUMNS))).toEqual(rows);
    expect([formatted([], 'jsonl', COLUMNS), formatted([], 'json', COLUMNS), formatted([], 'csv', COLUMNS)]).toEqual([
      '',
      '[]\n',
      '',
    ]);
  });
});
