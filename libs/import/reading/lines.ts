import { isUtf8 } from 'node:buffer';
import { type Rejection } from '../problems.js';

/** Consecutive physical lines of a file, without their line feeds; a carriage return before one is still there. */
export interface LineBlock {
  /** The number of the first line, from 1. */
  first: number;
  lines: string[];
  /** What is wrong with a line of the block, by its index. Its text is then not to be trusted. */
  faults: ReadonlyMap<number, Rejection>;
}

/** The longest line, and the longest record of several lines, in characters. No promise needs a mebibyte. */
export const LONGEST_RECORD = 1024 * 1024;

const LINE_FEED = 0x0a;

export const tooLong = (what: string): Rejection => ({
  code: 'row-too-long',
  reason: `the ${what} is longer than ${LONGEST_RECORD} characters`,
});

const NOT_UTF8: Rejection = {
  code: 'text-not-utf-8',
  reason: 'the line is not valid UTF-8, the only encoding read: convert the file first',
};

const NO_FAULTS: ReadonlyMap<number, Rejection> = new Map();

/**
 * Cuts bytes into lines at their line feeds. A line with invalid UTF-8, or longer than the bound, becomes a fault and
 * the next line is read as usual; of an overlong line no more than the bound is ever held in memory.
 */
export async function* lineBlocks(chunks: AsyncIterable<Buffer>): AsyncGenerator<LineBlock> {
  const unfinished = new UnfinishedLine();
  let first = 1;
  for await (const chunk of chunks) {
    const end = chunk.lastIndexOf(LINE_FEED);
    if (end < 0) {
      unfinished.add(chunk);
      continue;
    }
    let begin = 0;
    if (unfinished.isOverlong) {
      begin = chunk.indexOf(LINE_FEED) + 1;
      yield { first: first++, lines: [''], faults: new Map([[0, tooLong('line')]]) };
      unfinished.clear();
    }
    if (begin <= end) {
      const block = blockOf(first, unfinished.joinedWith(chunk.subarray(begin, end)));
      first += block.lines.length;
      yield block;
    }
    unfinished.clear();
    unfinished.add(chunk.subarray(end + 1));
  }
  if (unfinished.isOverlong) yield { first, lines: [''], faults: new Map([[0, tooLong('line')]]) };
  else if (unfinished.size > 0) yield blockOf(first, unfinished.joinedWith(Buffer.alloc(0)));
}

class UnfinishedLine {
  private parts: Buffer[] = [];
  size = 0;

  // A character of UTF-8 takes up to four bytes.
  get isOverlong(): boolean {
    return this.size > 4 * LONGEST_RECORD;
  }

  add(part: Buffer): void {
    this.size += part.length;
    if (this.isOverlong) this.parts = [];
    else if (part.length > 0) this.parts.push(part);
  }

  joinedWith(last: Buffer): Buffer {
    return this.parts.length === 0 ? last : Buffer.concat([...this.parts, last]);
  }

  clear(): void {
    this.parts = [];
    this.size = 0;
  }
}

function blockOf(first: number, bytes: Buffer): LineBlock {
  const readable = isUtf8(bytes);
  const lines = withoutMark(bytes.toString('utf8'), first).split('\n');
  // The whole block is checked at once, which is almost always all there is to it.
  if (readable && bytes.length <= LONGEST_RECORD) return { first, lines, faults: NO_FAULTS };
  const faults = new Map<number, Rejection>();
  let begin = 0;
  for (let index = 0; index < lines.length; index += 1) {
    const found = bytes.indexOf(LINE_FEED, begin);
    const end = found < 0 ? bytes.length : found;
    if (!readable && !isUtf8(bytes.subarray(begin, end))) faults.set(index, NOT_UTF8);
    else if (lines[index]!.length > LONGEST_RECORD) faults.set(index, tooLong('line'));
    begin = end + 1;
  }
  return { first, lines, faults };
}

/** A byte order mark begins many files saved by spreadsheets; it is no part of the first column's name. */
function withoutMark(text: string, first: number): string {
  return first === 1 && text.startsWith('\uFEFF') ? text.slice(1) : text;
}
