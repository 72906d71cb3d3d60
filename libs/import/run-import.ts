import { basename, join } from 'node:path';
import { type PastEntryOutcome, recordHistories } from '#kept/application';
import { formatInstant, type Instant, timeZone } from '#kept/domain';
import { compileMapping } from './compile/index.js';
import { type Mapping, readingOrder } from './mapping/index.js';
import { matchFiles } from './match-files.js';
import { type ImportOptions } from './options.js';
import { ProgressMeter } from './progress.js';
import { type FinishSummary, type ImportFile, readFile } from './read-files.js';
import { sizeOf } from './reading/index.js';
import { histories, rehearsal, type StagedHistory, stopIfAsked } from './recording/index.js';
import { RejectsFile } from './rejects-file.js';
import { openScratch, Partners, type Scratch, StagedEntries } from './staging/index.js';
import { EntryTally, type FileSummary, type ImportSummary, Tally } from './summary.js';

/**
 * Reads files through a mapping and records the promises in them. Nothing is recorded before every file has been read
 * to its end; run again, it changes nothing; stopped half-way and run again, it goes on where it was.
 * @throws ImportError where a file or the mapping will not do, or the signal stops it; whatever `record` throws
 */
export async function runImport(options: ImportOptions): Promise<ImportSummary> {
  const begun = performance.now();
  const source = options.source ?? options.mapping.name;
  const { files, ignored } = filesOf(options.mapping, options.files);
  const sizes = await Promise.all(files.map(({ path }) => sizeOf(path)));
  const meter = new ProgressMeter(
    sizes.reduce((sum, size) => sum + size, 0),
    options.onProgress,
  );
  const rejects = new RejectsFile(
    options.rejectsPath ?? join(options.dataDir, 'import-rejects', `${source}-${stamp(options.recordedAt)}.csv`),
  );
  const counts = new Tally();
  const tally = new EntryTally();
  let read: FileSummary[];

  const scratch = openScratch(options.dataDir);
  try {
    const entries = new StagedEntries(scratch.db);
    read = await readAll(files, { entries, rejects, counts }, scratch, meter, options);
    entries.registerParties(timeZone(options.mapping.timeZone), options.recordedAt);
    meter.beginRecording(entries.count());
    const onRecorded = (history: StagedHistory, outcomes: readonly PastEntryOutcome[]): void => {
      note(history, outcomes, tally, rejects, files);
      meter.recorded(outcomes.length);
    };
    const { actor, recordedAt, dryRun, record, signal } = options;
    const ledger = dryRun ? rehearsal() : record;
    await recordHistories(
      ({ stream, entries: past }) => ledger({ stream, entries: past, source, actor, recordedAt }),
      histories(entries.inOrder()),
      { onRecorded, signal },
    );
    stopIfAsked(signal);
  } finally {
    scratch.remove();
    rejects.close();
  }

  return {
    source,
    dryRun: options.dryRun ?? false,
    recordedAt: options.recordedAt,
    files: read,
    ignoredFiles: ignored.map((path) => basename(path)),
    counts: counts.toObject(),
    entries: tally.entries,
    entriesByType: tally.byType.toObject(),
    refusals: tally.refusals.toObject(),
    events: tally.events,
    changed: !options.dryRun && tally.entries.recorded > 0,
    ...(rejects.written && { rejectsFile: rejects.path }),
    milliseconds: performance.now() - begun,
  };
}

/** An instant as it may stand in a file's name, also where a colon may not. */
function stamp(at: Instant): string {
  return formatInstant(at).replaceAll(':', '-');
}

/** The files in the order they are read: partners before those who join them. */
function filesOf(mapping: Mapping, paths: readonly string[]): { files: ImportFile[]; ignored: readonly string[] } {
  const { byInput, ignored } = matchFiles(mapping, paths);
  const compiled = compileMapping(mapping);
  const files: ImportFile[] = [];
  for (const inputName of readingOrder(mapping) ?? [])
    for (const path of byInput.get(inputName)!)
      files.push({
        path,
        index: files.length,
        inputName,
        input: mapping.inputs[inputName]!,
        compiled: compiled.get(inputName)!,
      });
  return { files, ignored };
}

async function readAll(
  files: readonly ImportFile[],
  to: { entries: StagedEntries; rejects: RejectsFile; counts: Tally },
  { db }: Scratch,
  meter: ProgressMeter,
  { signal }: ImportOptions,
): Promise<FileSummary[]> {
  const partners = new Partners(db);
  const finish: FinishSummary[] = [];
  for (const file of files)
    finish.push(
      await readFile(
        file,
        { ...to, partners },
        {
          onBatch: (rows) => meter.rowsRead(rows),
          onBytes: (bytes) => meter.bytesRead(bytes),
          signal,
        },
      ),
    );
  return finish.map((summary) => summary());
}

/** Counts what became of a history's entries; what was refused goes to the rejects, with the row it came from. */
function note(
  { stream, entries, origins }: StagedHistory,
  outcomes: readonly PastEntryOutcome[],
  tally: EntryTally,
  rejects: RejectsFile,
  files: readonly ImportFile[],
): void {
  entries.forEach((entry, index) => {
    const refused = tally.add(entry, outcomes[index]!);
    if (!refused) return;
    const { file, line } = origins[index]!;
    const parameters = Object.entries(refused.parameters).map(([name, value]) => `${name} ${JSON.stringify(value)}`);
    const details = parameters.length > 0 ? ` (${parameters.join(', ')})` : '';
    rejects.add(
      { file: files[file] ? basename(files[file].path) : '', line },
      {
        code: refused.code,
        reason: `the ledger refuses ${entry.type} on ${stream.kind} ${stream.id}: ${refused.code.replaceAll('-', ' ')}${details}`,
      },
    );
  });
}
