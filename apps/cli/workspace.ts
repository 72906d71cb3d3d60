import { ApplicationModule } from '#kept/application';
import { type EventStore } from '#kept/event-store';
import { openSqliteEventStore } from '#kept/event-store/sqlite';
import { catchUp, openReadModel, type ReadModel } from '#kept/read-model';
import { NestFactory } from '@nestjs/core';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { progressBar } from './output/progress.js';
import { UsageError } from './usage-error.js';

/** Everything of one data directory. Nothing outside it is touched. */
export interface Workspace {
  directory: string;
  store: EventStore;
  readModel: ReadModel;
}

export function ledgerFile(directory: string): string {
  return join(directory, 'ledger.db');
}

export function readModelFile(directory: string): string {
  return join(directory, 'read-model.db');
}

/**
 * Opens a data directory, does the work, and closes it, whatever happens.
 * @param create whether an empty ledger may be made where there is none
 */
export async function inWorkspace<T>(
  directory: string,
  { create = false }: { create?: boolean },
  work: (workspace: Workspace) => Promise<T>,
): Promise<T> {
  const place = resolve(directory);
  if (create) mkdirSync(place, { recursive: true });
  else mustHoldLedger(place);
  const store = openSqliteEventStore(ledgerFile(place));
  try {
    const readModel = await openReadModel(readModelFile(place));
    try {
      return await work({ directory: place, store, readModel });
    } finally {
      await readModel.close();
    }
  } finally {
    await store.close();
  }
}

/** @throws UsageError */
export function mustHoldLedger(directory: string): void {
  if (!existsSync(ledgerFile(directory)))
    throw new UsageError(
      `There is no ledger in ${directory}.`,
      'Fill one with `kept demo` or `kept import`, or name another directory with --data.',
    );
}

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
