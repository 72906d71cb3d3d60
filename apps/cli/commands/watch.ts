import { ReviewCommitment } from '#kept/application';
import { agendaOf, type FailedReview, WALL_CLOCK, Watch } from '#kept/deadlines';
import { progressBar, say } from '#kept/terminal';
import { inWorkspace, type Workspace } from '#kept/workspace';
import { Command } from 'commander';
import { EXIT } from '../exit-codes.js';
import { refresh, withUseCases } from '../use-cases.js';

/** `kept watch`: has the ledger say what the time has brought. A running server does it all the time. */
export function watchCommand(): Command {
  return new Command('watch').action(async ({ data }: { data: string }) => {
    await inWorkspace(data, {}, async (workspace) => {
      await refresh(workspace);
      const { found, failures } = await lookAround(workspace);
      const counts = Object.entries(found).map(([type, count]) => `${count} × ${type}`);
      say(counts.length === 0 ? 'nothing to say' : counts.join(', '));
      if (failures.length > 0) {
        say(`${failures.length} commitments could not be reviewed: ${reasonOf(failures[0]!)}`);
        process.exitCode = EXIT.failed;
      }
    });
  });
}

/** Reviews everything that is due, and projects what that came to. */
export async function lookAround(workspace: Workspace) {
  const found: Record<string, number> = {};
  const failures: FailedReview[] = [];
  const progress = progressBar('watching', 'commitments');
  let reviewed = 0;
  await withUseCases(workspace, async ({ commands }) => {
    const watch = new Watch({
      agenda: agendaOf(workspace.readModel),
      clock: WALL_CLOCK,
      review: async (commitment, now) => {
        const { findings } = await commands.execute(new ReviewCommitment(commitment, now));
        for (const { type } of findings) found[type] = (found[type] ?? 0) + 1;
        reviewed += 1;
        progress.update(reviewed, reviewed);
      },
      failed: (some) => failures.push(...some),
    });
    await watch.catchUp();
  });
  progress.stop();
  await refresh(workspace);
  return { found, failures };
}

const reasonOf = ({ error }: FailedReview): string => (error instanceof Error ? error.message : String(error));
