import { compareLedgers, copyLedger, type Finding } from '#kept/event-store';
import { printData, progressBar, say } from '#kept/terminal';
import { openEventStoreAt, shownPlace } from '#kept/workspace';
import { Command } from 'commander';
import { EXIT } from '../exit-codes.js';
import { type Column, formatted } from '../output/formats.js';

const COLUMNS: Column<Finding>[] = [
  { heading: 'where', cell: ({ place }) => place },
  { heading: 'what is wrong', cell: ({ problem }) => problem },
];

/** `kept copy`: moves a ledger to another store, event by event, and compares the two at the end. */
export function copyCommand(): Command {
  return new Command('copy')
    .requiredOption('--from <address>', 'the ledger: sqlite:FILE or esdb://…')
    .requiredOption('--to <address>', 'an empty store, or a copy that was begun')
    .addHelpText(
      'after',
      '\nA ledger may be copied while it is in use. Before it moves, stop whoever writes to it and copy once more.\n' +
        `Ends with exit code ${EXIT.unsound} where the copy is not the same.`,
    )
    .action(async ({ from, to }: { from: string; to: string }) => {
      const source = await openEventStoreAt(from, { readOnly: true });
      const target = await openEventStoreAt(to);
      const progress = progressBar('copying', 'events');
      const began = performance.now();
      try {
        const copied = await copyLedger(source, target, { progress: (done) => progress.update(done, done) });
        const seconds = ((performance.now() - began) / 1_000).toFixed(1);
        say(
          `copied ${copied.toLocaleString('en')} events from ${shownPlace(from)} to ${shownPlace(to)} in ${seconds} s`,
        );
        const findings: Finding[] = [];
        const compared = (done: number): void => progress.update(done, done, 'comparing');
        for await (const finding of compareLedgers(source, target, compared)) findings.push(finding);
        if (findings.length === 0) {
          say('the same: every event, in the same order, and every chain of hashes');
          return;
        }
        await printData(formatted(findings, 'table', COLUMNS));
        process.exitCode = EXIT.unsound;
      } finally {
        progress.stop();
        await source.close();
        await target.close();
      }
    });
}
