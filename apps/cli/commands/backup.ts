import { CopyRefused } from '#kept/event-store';
import { auditSqliteFile, backUpSqliteFile } from '#kept/event-store/sqlite';
import { progressBar, say } from '#kept/terminal';
import { fileAt, mustHoldLedger, placesOf, shownPlace } from '#kept/workspace';
import { Command } from 'commander';
import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { Unsound } from '../unsound.js';
import { UsageError } from '../usage-error.js';

/** `kept backup`: the ledger's file as it is now, while others go on writing to it. */
export function backupCommand(): Command {
  return new Command('backup')
    .argument('<file>', 'where the backup goes; it must not be there yet')
    .action(async (file: string, { data }: { data: string }) => {
      const places = placesOf(data);
      mustHoldLedger(data, places);
      const ledger = fileMustBe(places.eventStore);
      await backUpSqliteFile(ledger, resolve(file));
      await mustBeSound(resolve(file));
      say(`backed up ${ledger} to ${resolve(file)}`);
    });
}

/** `kept restore`: a ledger out of a backup. What can be derived from it is derived anew. */
export function restoreCommand(): Command {
  return new Command('restore')
    .argument('<file>', 'the backup')
    .action(async (file: string, { data }: { data: string }) => {
      const backup = resolve(file);
      if (!existsSync(backup)) throw new UsageError(`There is no file ${backup}.`, 'Name a backup.');
      const places = placesOf(data);
      const ledger = fileMustBe(places.eventStore);
      if (existsSync(ledger))
        throw new CopyRefused('file-exists', `${ledger} is there already; name another directory with --data`);
      await mustBeSound(backup);
      await mkdir(dirname(ledger), { recursive: true });
      await backUpSqliteFile(backup, ledger);
      // Positions that the backup has not come to would stop it; it is derived from the ledger in any case.
      const readModel = fileAt(places.readModel);
      if (readModel !== undefined)
        for (const suffix of ['', '-wal', '-shm']) await rm(`${readModel}${suffix}`, { force: true });
      say(`restored ${ledger} from ${backup}; the next question builds its read model`);
    });
}

function fileMustBe(address: string): string {
  const file = fileAt(address);
  if (file !== undefined) return file;
  throw new UsageError(
    `The ledger is in ${shownPlace(address)}, which has backups of its own.`,
    'Use those, or `kept copy` to have it in a file.',
  );
}

async function mustBeSound(file: string): Promise<void> {
  const progress = progressBar('re-hashing', 'events');
  try {
    for await (const { place, problem } of auditSqliteFile(file, (done, total) => progress.update(done, total))) {
      throw new Unsound(`${place}: ${problem}`);
    }
  } finally {
    progress.stop();
  }
}
