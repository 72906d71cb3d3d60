import { type Finding } from '#kept/event-store';
import { auditSqliteFile } from '#kept/event-store/sqlite';
import { openReadModel, verify } from '#kept/read-model';
import { printData, progressBar, say } from '#kept/terminal';
import {
  fileAt,
  mustHoldLedger,
  openEventStoreAt,
  type Places,
  placesOf,
  readModelAt,
  shownPlace,
} from '#kept/workspace';
import { Command } from 'commander';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { EXIT } from '../exit-codes.js';
import { type Column, type Format, formatted } from '../output/formats.js';
import { outputOption } from './output-option.js';

const COLUMNS: Column<Finding>[] = [
  { heading: 'where', cell: ({ place }) => place },
  { heading: 'what is wrong', cell: ({ problem }) => problem },
];

/** After so many findings a list helps nobody: the file is to be restored, not read. */
const MOST_FINDINGS = 1_000;

/** `kept verify`: re-reads every stored byte, and says where something is off. Changes nothing, repairs nothing. */
export function verifyCommand(): Command {
  return new Command('verify')
    .addOption(outputOption())
    .addHelpText('after', `\nEnds with exit code ${EXIT.unsound} where something is off.`)
    .action(async ({ data, output }: { data: string; output: Format }) => {
      const directory = resolve(data);
      const places = placesOf(directory);
      mustHoldLedger(directory, places);
      const findings: Finding[] = [];
      for await (const finding of faultsIn(directory, places)) {
        findings.push(finding);
        if (findings.length < MOST_FINDINGS) continue;
        say(`more than ${MOST_FINDINGS} findings; the rest is not listed`);
        break;
      }
      if (findings.length > 0 || output !== 'table') await printData(formatted(findings, output, COLUMNS));
      if (findings.length === 0)
        say('sound: every event, every chain and every row of the read model is as it was written');
      else process.exitCode = EXIT.unsound;
    });
}

/** The ledger first: a read model can only be compared with a ledger that is sound. */
async function* faultsIn(directory: string, places: Places): AsyncGenerator<Finding> {
  let unsound = false;
  const progress = progressBar('re-hashing the ledger', 'events');
  try {
    for await (const finding of audited(places.eventStore, (done, total) => progress.update(done, total))) {
      unsound = true;
      yield finding;
    }
  } finally {
    progress.stop();
  }
  const file = fileAt(places.readModel);
  if (unsound) say('the ledger is not sound: its read model is not compared, there is nothing to compare it with');
  else if (file === undefined || existsSync(file)) yield* faultsInReadModel(directory, places);
  else say('there is no read model yet; the ledger alone was verified');
}

/** A file is audited without opening it as a store: what is damaged may not open. */
async function* audited(address: string, progress: (done: number, total: number) => void): AsyncGenerator<Finding> {
  const file = fileAt(address);
  if (file !== undefined) {
    yield* auditSqliteFile(file, progress);
    return;
  }
  const store = await openEventStoreAt(address);
  try {
    yield* store.audit(progress);
  } finally {
    await store.close();
  }
}

async function* faultsInReadModel(scratch: string, places: Places): AsyncGenerator<Finding> {
  const progress = progressBar('replaying into a scratch read model', 'events');
  const store = await openEventStoreAt(places.eventStore, { readOnly: true });
  try {
    const readModel = await openReadModel(readModelAt(places.readModel));
    try {
      yield* verify(readModel, store, {
        scratch,
        progress: ({ events, position, head }) => progress.update(events, events + Number(head - position)),
      });
    } finally {
      await readModel.close();
    }
  } catch (error) {
    yield {
      place: shownPlace(places.readModel),
      problem: `cannot be opened: ${error instanceof Error ? error.message : String(error)}`,
    };
  } finally {
    progress.stop();
    await store.close();
  }
}
