import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseInstant } from '#kept/domain';
import { parseMapping } from './mapping/index.js';
import { type ImportOptions } from './options.js';
import { type PastHistory, type RecordPast, rehearsal } from './recording/index.js';
import { runImport } from './run-import.js';
import { type ImportSummary } from './summary.js';

type Files = Readonly<Record<string, string | Buffer>>;

export interface Imported {
  summary: ImportSummary;
  histories: PastHistory[];
  /** The lines of the rejects file. */
  rejects: string[];
  /** What lies in the data directory afterwards. */
  left: string[];
}

export const recordedAt = parseInstant('2030-01-01T00:00:00Z');

/** Imports small files through a mapping into memory, and says everything about it. */
export async function imported(
  mapping: unknown,
  files: Files,
  options: Partial<Omit<ImportOptions, 'files' | 'mapping'>> = {},
): Promise<Imported> {
  const directory = mkdtempSync(join(tmpdir(), 'kept-import-'));
  try {
    const dataDir = join(directory, 'data');
    mkdirSync(dataDir);
    for (const [name, content] of Object.entries(files)) writeFileSync(join(directory, name), content);
    const histories: PastHistory[] = [];
    const answer = options.record ?? rehearsal();
    const record: RecordPast = (history) => {
      histories.push(history);
      return answer(history);
    };
    const summary = await runImport({
      dataDir,
      recordedAt,
      actor: { id: 'tester', role: 'importer' },
      ...options,
      record,
      mapping: parseMapping(mapping),
      files: Object.keys(files).map((name) => join(directory, name)),
    });
    const rejects = summary.rejectsFile ? readFileSync(summary.rejectsFile, 'utf8').trimEnd().split('\n').slice(1) : [];
    return { summary, histories, rejects, left: readdirSync(dataDir) };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** A mapping of one file, `rows.csv`, with one rule. */
export function mappingOf(
  entries: object[],
  { input = {}, ...top }: Record<string, unknown> & { input?: object } = {},
) {
  return {
    name: 'test',
    timeZone: 'America/Sao_Paulo',
    inputs: { rows: { file: 'rows.csv', rules: [{ entries }], ...input } },
    ...top,
  };
}

/** An entry rule of a promise, whose file has the columns `id`, `at` and `due`. */
export function promise(changes: object = {}) {
  return {
    entry: 'promise',
    commitment: { column: 'id' },
    at: { column: 'at' },
    customer: 'somebody',
    team: 'a team',
    owner: 'an owner',
    kind: 'repair',
    promised: { due: { column: 'due' } },
    clarity: 'explicit',
    source: 'company',
    contactMode: 'face-to-face',
    ...changes,
  };
}
