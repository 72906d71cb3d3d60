import { type SharedWork, type Sharing } from '#kept/sharing';
import { type Projections, type Workspace } from '#kept/workspace';
import { type INestApplicationContext } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { type Log } from '../logging/log.js';
import { LedgerWork } from './ledger-work.js';
import { sharingOf } from './sharing-of.js';
import { watchOver } from './watch-over.js';

export interface TakePartParts {
  workspace: Workspace;
  projections: Projections;
  deliveries: SharedWork;
  app: INestApplicationContext;
  log: Log;
}

/** What a server does by itself, and with whom it shares that. */
export interface TakenPart {
  work: LedgerWork;
  sharing: Sharing;
}

/** Puts together what a server does by itself. It begins when it joins the others. */
export async function takePart({ workspace, projections, deliveries, app, log }: TakePartParts): Promise<TakenPart> {
  const commands = app.get(CommandBus);
  const { readModel } = workspace;
  const work = new LedgerWork({
    projections,
    watchOver: (isMine) => watchOver({ readModel, commands, log, isMine }),
    deliveries,
    failed: (error) => log.error('a part of the work could not be begun or ended', causeOf(error)),
  });
  const sharing = await sharingOf({
    ...workspace,
    failed: (error) => log.warn('the other workers cannot be met, nothing is done meanwhile', causeOf(error)),
  });
  return { work, sharing };
}

const causeOf = (error: unknown): { error?: Error } => (error instanceof Error ? { error } : {});
