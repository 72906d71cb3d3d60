import Papa from 'papaparse';
import { type Rejection } from '../problems.js';
import { type LineBlock, LONGEST_RECORD, tooLong } from './lines.js';

/** The fields of one record, and the physical line it starts on. */
export type CsvRecord = { line: number; fields: string[] } | { line: number; rejection: Rejection };

/**
 * Joins lines into records of RFC 4180, whose quoted fields may hold line breaks, and splits them into fields.
 *
 * PapaParse alone is neither strict nor countable: it guesses one line ending for the whole file, lets a stray quote
 * or a space after a closing one pass, knows no line numbers, and keeps everything after an unclosed quote. So records
 * are cut here — one is complete when its quotes are even — and PapaParse reads those that have quotes at all, after
 * their grammar was checked.
 */
export class CsvRecords {
  private readonly wellQuoted: RegExp;
  private open: OpenRecord | undefined;
  blankLines = 0;

  constructor(private readonly delimiter: string) {
    const field = `(?:"[^"]*(?:""[^"]*)*"|[^"${delimiter === '\t' ? '\\t' : delimiter}\\r\\n]*)`;
    this.wellQuoted = new RegExp(`^${field}(?:${delimiter === '|' ? '\\|' : delimiter}${field})*$`);
  }

  /** The records that end in this block. */
  read({ first, lines, faults }: LineBlock): CsvRecord[] {
    const records: CsvRecord[] = [];
    for (let index = 0; index < lines.length; index += 1)
      this.readLine({ number: first + index, text: lines[index]!, fault: faults.get(index) }, records);
    return records;
  }

  /** What is left when the file ends: a record whose quote was never closed, and the lines it had swallowed. */
  end(): CsvRecord[] {
    const records: CsvRecord[] = [];
    while (this.open) this.giveUp('the file', records);
    return records;
  }

  private readLine(line: Line, records: CsvRecord[]): void {
    const quotes = quotesIn(line.text);
    if (!this.open) {
      if (line.fault) records.push({ line: line.number, rejection: line.fault });
      else if (quotes === 0) this.readPlain(line, records);
      else if (quotes % 2 === 0) records.push(this.parsed(line.number, line.text));
      else this.open = { lines: [line], length: line.text.length };
      return;
    }
    this.open.lines.push(line);
    this.open.length += line.text.length + 1;
    if (this.open.length > LONGEST_RECORD) this.giveUp(`${LONGEST_RECORD} characters`, records);
    else if (quotes % 2 === 1) records.push(this.closed(this.open));
  }

  private readPlain({ number, text }: Line, records: CsvRecord[]): void {
    const plain = withoutReturn(text);
    if (plain === '') this.blankLines += 1;
    else records.push({ line: number, fields: plain.split(this.delimiter) });
  }

  private closed({ lines }: OpenRecord): CsvRecord {
    this.open = undefined;
    const { number } = lines[0]!;
    const fault = lines.find((line) => line.fault)?.fault;
    return fault ? { line: number, rejection: fault } : this.parsed(number, lines.map(({ text }) => text).join('\n'));
  }

  private parsed(line: number, record: string): CsvRecord {
    const text = withoutReturn(record);
    if (text.length > LONGEST_RECORD) return { line, rejection: tooLong('record') };
    if (!this.wellQuoted.test(text)) {
      const breaks = text.split('\n').length - 1;
      const where = breaks === 0 ? '' : ` (the record runs to line ${line + breaks})`;
      const reason = `a quote stands where RFC 4180 allows none: fields are quoted whole, quotes within doubled${where}`;
      return { line, rejection: { code: 'quote-misplaced', reason } };
    }
    const { data } = Papa.parse<string[]>(text, { delimiter: this.delimiter, newline: '\n', quoteChar: '"' });
    return { line, fields: data[0] ?? [] };
  }

  /**
   * The quote that opened the record closes nowhere near. Its line is refused, and the lines after it are read again
   * as records of their own: one stray quote must not swallow the rest of a file.
   */
  private giveUp(within: string, records: CsvRecord[]): void {
    const [opening, ...swallowed] = this.open!.lines;
    const reason = `a quote that this line opens is not closed within ${within}`;
    records.push({ line: opening!.number, rejection: { code: 'quote-not-closed', reason } });
    this.open = undefined;
    for (const line of swallowed) this.readLine(line, records);
  }
}

interface Line {
  number: number;
  text: string;
  fault: Rejection | undefined;
}

interface OpenRecord {
  lines: Line[];
  length: number;
}

function quotesIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) count += 1;
  return count;
}

function withoutReturn(text: string): string {
  return text.endsWith('\r') ? text.slice(0, -1) : text;
}
