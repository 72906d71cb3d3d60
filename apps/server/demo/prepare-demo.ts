import { ApplicationModule } from '#kept/application';
import { DEMO_SIZE, type DemoSize, fillDemo } from '#kept/demo';
import { progressBar, say } from '#kept/terminal';
import { inWorkspace, whileProjecting, type Workspace } from '#kept/workspace';
import { NestFactory } from '@nestjs/core';
import { CommandBus } from '@nestjs/cqrs';
import { FilledMark } from './filled-mark.js';

/**
 * Fills a directory with the demo, if it is not there yet.
 * @throws DemoRefused if there is another ledger
 */
export async function prepareDemo(directory: string, wish: Partial<DemoSize>): Promise<void> {
  const size = { ...DEMO_SIZE, ...wish };
  await inWorkspace(directory, { create: true }, async (workspace) => {
    const mark = new FilledMark(workspace.directory, workspace.store, size);
    if (await mark.isThere()) return;
    const began = performance.now();
    const events = await fill(workspace, size);
    await mark.leave();
    const seconds = Math.round((performance.now() - began) / 1_000);
    say(`Filled ${directory} with the demo: ${events.toLocaleString('en')} events in ${seconds} s.`);
  });
}

/** @returns how many events were added */
async function fill(workspace: Workspace, size: DemoSize): Promise<number> {
  const { store, readModel } = workspace;
  const application = await NestFactory.createApplicationContext(ApplicationModule.on(store, readModel), {
    logger: ['error'],
    abortOnError: false,
  });
  const [bar, tenths] = [progressBar('filling the demo', 'commitments'), tellingTenths()];
  const progress = (made: number, total: number): void => {
    bar.update(made, total);
    tenths(made, total);
  };
  try {
    const filled = await whileProjecting(
      workspace,
      (recorded) => fillDemo(store, application.get(CommandBus), { size, recorded, progress }),
      (error) => say(`the projecting thread stopped: ${String(error)}; the server goes on with it`),
    );
    return filled.events;
  } finally {
    bar.stop();
    await application.close();
  }
}

/** Tells of every tenth where stderr is no terminal, and nobody watches a bar. */
function tellingTenths(): (made: number, total: number) => void {
  if (process.stderr.isTTY) return () => undefined;
  let said = 0;
  return (made, total) => {
    const tenth = Math.floor((made / total) * 10);
    if (tenth === said) return;
    said = tenth;
    say(`filling the demo: ${made.toLocaleString('en')} of ${total.toLocaleString('en')} commitments`);
  };
}
