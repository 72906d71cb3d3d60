import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import Papa from 'papaparse';
import { type Rejection } from './problems.js';

/** Where a rejected row or a refused entry stands: the file's name, and the physical line its row starts on. */
export interface Place {
  file: string;
  line: number;
}

const HEADER = ['file', 'line', 'column', 'code', 'reason'];
const BUFFERED = 500;

/** A CSV file of everything that could not be used. Made when the first line is written: no rejects, no file. */
export class RejectsFile {
  private descriptor: number | undefined;
  private waiting: string[][] = [HEADER];

  constructor(readonly path: string) {}

  add({ file, line }: Place, { column, code, reason }: Rejection): void {
    this.waiting.push([file, line > 0 ? String(line) : '', column ?? '', code, reason]);
    if (this.waiting.length >= BUFFERED) this.flush();
  }

  close(): void {
    if (!this.written) return;
    this.flush();
    if (this.descriptor !== undefined) closeSync(this.descriptor);
  }

  /** Whether there is anything in it. */
  get written(): boolean {
    return this.descriptor !== undefined || this.waiting.length > 1;
  }

  private flush(): void {
    if (this.descriptor === undefined) {
      mkdirSync(dirname(this.path), { recursive: true });
      this.descriptor = openSync(this.path, 'w');
    }
    // Reasons quote what stood in a stranger's file, and this file will be opened in a spreadsheet.
    const text = Papa.unparse(this.waiting, { newline: '\n', escapeFormulae: true });
    writeSync(this.descriptor, `${text}\n`);
    this.waiting = [];
  }
}
