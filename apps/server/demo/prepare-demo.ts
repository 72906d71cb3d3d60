import { ApplicationModule } from '#kept/application';
import { DEMO_SIZE, fillDemo } from '#kept/demo';
import { progressBar, say } from '#kept/terminal';
import { inWorkspace, whileProjecting } from '#kept/workspace';
import { NestFactory } from '@nestjs/core';
import { CommandBus } from '@nestjs/cqrs';

/** Said where nobody watches a bar. */
const TENTHS = 10;

/**
 * Fills a directory with the demo, if it is not there yet.
 * @throws DemoRefused if there is another ledger
 */
export async function prepareDemo(directory: string): Promise<void> {
  await inWorkspace(directory, { create: true }, async (workspace) => {
    const use = await NestFactory.createApplicationContext(ApplicationModule.on(workspace.store, workspace.readModel), {
      logger: ['error'],
      abortOnError: false,
    });
    const bar = progressBar('filling the demo', 'commitments');
    const began = performance.now();
    const spoken = speaking();
    const progress = (made: number, total: number): void => {
      bar.update(made, total);
      spoken(made, total);
    };
    try {
      const { events } = await whileProjecting(
        workspace,
        (recorded) => fillDemo(workspace.store, use.get(CommandBus), { size: DEMO_SIZE, recorded, progress }),
        (error) => say(`the projecting thread stopped: ${String(error)}; the server goes on with it`),
      ).finally(() => bar.stop());
      const seconds = Math.round((performance.now() - began) / 1_000);
      if (events > 0) say(`Filled ${directory} with the demo: ${events.toLocaleString('en')} events in ${seconds} s.`);
    } finally {
      await use.close();
    }
  });
}

/** Tells of every tenth on a stderr that is no terminal. */
function speaking(): (made: number, total: number) => void {
  if (process.stderr.isTTY) return () => undefined;
  let said = 0;
  return (made, total) => {
    const tenth = Math.floor((made / total) * TENTHS);
    if (tenth === said) return;
    said = tenth;
    say(`filling the demo: ${made.toLocaleString('en')} of ${total.toLocaleString('en')} commitments`);
  };
}
