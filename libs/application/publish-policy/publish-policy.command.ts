import { type PublishPolicy as Decision } from '#kept/domain';
import { Command } from '@nestjs/cqrs';
import { type CommandMetadata, type Receipt } from '../ledger/index.js';

/** Publishes a version of a team’s rules; promises already made keep theirs. */
export class PublishPolicy extends Command<Receipt> {
  constructor(
    readonly team: string,
    readonly data: Decision['data'],
    readonly metadata: CommandMetadata,
  ) {
    super();
  }
}
