import { type PublishCalendar as Decision } from '#kept/domain';
import { Command } from '@nestjs/cqrs';
import { type CommandMetadata, type Receipt } from '../ledger/index.js';

/** Publishes an edition of a team’s working time. */
export class PublishCalendar extends Command<Receipt> {
  constructor(
    readonly team: string,
    readonly data: Decision['data'],
    readonly metadata: CommandMetadata,
  ) {
    super();
  }
}
