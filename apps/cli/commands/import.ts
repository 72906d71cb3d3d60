import { eventsIn, RecordHistory } from '#kept/application';
import { instant } from '#kept/domain';
import {
  type ImportOptions,
  type ImportProgress,
  type ImportSummary,
  type Mapping,
  readMapping,
  type RecordPast,
  runImport,
} from '#kept/import';
import { printData, type Progress, progressBar, say } from '#kept/terminal';
import { inWorkspace } from '#kept/workspace';
import { type CommandBus } from '@nestjs/cqrs';
import { Command, Option } from 'commander';
import { EXIT } from '../exit-codes.js';
import { importReport } from '../import/import-report.js';
import { recording, refresh, withUseCases } from '../use-cases.js';

interface ImportCommandOptions {
  data: string;
  map: string;
  dryRun: boolean;
  strict: boolean;
  rejects?: string;
  output: 'table' | 'json';
}

interface ImportSettings {
  files: string[];
  mapping: Mapping;
  options: ImportCommandOptions;
  signal: AbortSignal;
  directory: string;
}

/** Imports say who recorded their entries. */
const ACTOR = { id: 'import', role: 'integration' };

/** `kept import`: any CSV or JSONL becomes commitments, through a mapping file. */
export function importCommand(): Command {
  return new Command('import')
    .argument('<file...>', 'CSV or JSONL, also gzipped; in any order')
    .requiredOption('--map <mapping>', 'the mapping file; see docs/reference/mapping.md and examples/')
    .option('--dry-run', 'do everything but record: the same counts, the same rejects', false)
    .option('--rejects <file>', 'where rejected rows go; default <data>/import-rejects/')
    .option('--strict', `end with exit code ${EXIT.rejected} where a row was rejected`, false)
    .addOption(
      new Option('-o, --output <format>', 'how to print the summary').choices(['table', 'json']).default('table'),
    )
    .action(async (files: string[], options: ImportCommandOptions) => {
      const mapping = await readMapping(options.map);
      await inWorkspace(options.data, { create: true }, async (workspace) => {
        const summary = await withUseCases(workspace, ({ commands }) => {
          const run = (recorded: (events: number) => void): Promise<ImportSummary> =>
            interruptible((signal) => {
              const settings = { files, mapping, options, signal, directory: workspace.directory };
              return runImport({ ...optionsFrom(settings), record: recordWith(commands, recorded) });
            });
          return options.dryRun ? run(() => undefined) : recording(workspace, run);
        });
        if (!options.dryRun) await refresh(workspace);
        await report(summary, options);
      });
    });
}

function optionsFrom({ files, mapping, options, signal, directory }: ImportSettings): Omit<ImportOptions, 'record'> {
  return {
    files,
    mapping,
    dataDir: directory,
    recordedAt: instant(Date.now()),
    actor: ACTOR,
    dryRun: options.dryRun,
    signal,
    onProgress: shown(),
    ...(options.rejects !== undefined && { rejectsPath: options.rejects }),
  };
}

function recordWith(commands: CommandBus, recorded: (events: number) => void): RecordPast {
  return async ({ stream, entries, source, actor, recordedAt }) => {
    const outcomes = await commands.execute(new RecordHistory(stream, entries, source, actor, recordedAt));
    recorded(eventsIn(outcomes));
    return outcomes;
  };
}

/** Shows the phases as they go; the bar of a phase ends when the next begins. */
function shown(): (progress: ImportProgress) => void {
  let bar: Progress | undefined;
  let phaseNow: ImportProgress['phase'] | undefined;
  return ({ phase, bytes, totalBytes, entries, totalEntries }) => {
    if (phase !== phaseNow) {
      bar?.stop();
      bar = progressBar(phase, phase === 'reading' ? 'bytes' : 'entries');
      phaseNow = phase;
    }
    if (phase === 'reading') bar?.update(bytes, totalBytes);
    else bar?.update(entries, totalEntries);
    if (phase === 'recording' && entries === totalEntries) bar?.stop();
  };
}

/** SIGINT ends the work at a safe point; a second one ends it at once. */
async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const stop = (): void => {
    say('stopping; what is recorded stays, and the same command goes on from there');
    controller.abort();
  };
  process.once('SIGINT', stop);
  try {
    return await work(controller.signal);
  } finally {
    process.off('SIGINT', stop);
  }
}

async function report(summary: ImportSummary, { output, strict }: ImportCommandOptions): Promise<void> {
  await printData(output === 'json' ? `${JSON.stringify(summary, null, 2)}\n` : importReport(summary));
  const rejected = summary.entries.refused + summary.files.reduce((sum, file) => sum + file.rejected, 0);
  if (rejected === 0) return;
  say(
    `${rejected.toLocaleString('en')} rows or entries were rejected; line by line, with reasons: ${summary.rejectsFile ?? ''}`,
  );
  if (strict) process.exitCode = EXIT.rejected;
}
