import { ApplicationModule } from '#kept/application';
import { catchUp } from '#kept/read-model';
import { progressBar, say } from '#kept/terminal';
import { whileProjecting, type Workspace } from '#kept/workspace';
import { NestFactory } from '@nestjs/core';
import { CommandBus, QueryBus } from '@nestjs/cqrs';

/** Lets the read model learn what the log has beyond it. */
export async function refresh({ store, readModel }: Workspace): Promise<void> {
  const progress = progressBar('projecting', 'events');
  try {
    await catchUp(readModel, store, {
      progress: ({ events, position, head }) =>
        progress.update(events, Math.max(events, Number(head - position) + events)),
    });
  } finally {
    progress.stop();
  }
}

/** Does work that records events, projected meanwhile on another core. */
export function recording<T>(
  workspace: Workspace,
  work: (recorded: (events: number) => void) => Promise<T>,
): Promise<T> {
  return whileProjecting(workspace, work, (error) => say(`the projecting thread stopped: ${String(error)}`));
}

/** Where commands and questions go. */
export interface UseCases {
  commands: CommandBus;
  queries: QueryBus;
}

/** Starts the use cases on this workspace, and stops them after the work. */
export async function withUseCases<T>(
  { store, readModel }: Workspace,
  work: (useCases: UseCases) => Promise<T>,
): Promise<T> {
  const context = await NestFactory.createApplicationContext(ApplicationModule.on(store, readModel), {
    logger: ['error'],
    abortOnError: false,
  });
  try {
    return await work({ commands: context.get(CommandBus), queries: context.get(QueryBus) });
  } finally {
    await context.close();
  }
}
