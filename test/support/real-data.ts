import { describe, it } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import Papa from 'papaparse';
import { root } from './kept.js';

/** Public data that lie beside the project on some machines, and are never copied into it. */
const DATA = resolve(root, '../shared/data');

export function dataFile(path: string): string {
  return resolve(DATA, path);
}

/** Like `describe`, where the data are; elsewhere one skipped test that says what was not tried, and why. */
export function describeWithRealData(name: string, body: () => void): void {
  if (existsSync(DATA)) {
    describe(name, body);
    return;
  }
  const why = `skipped: ${name} — the public data sets are not beside this checkout (${DATA})`;
  process.stderr.write(`${why}\n`);
  describe(name, () => {
    it.skip(why, () => undefined);
  });
}

/** The rows of a gzipped CSV with a header. */
export function csvRows(path: string): Record<string, string>[] {
  const text = gunzipSync(readFileSync(dataFile(path))).toString('utf8');
  return Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true }).data;
}
