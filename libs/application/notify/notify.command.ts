import { type Notify as Decision } from '#kept/domain';
import { Command } from '@nestjs/cqrs';
import { type CommandMetadata, type Receipt } from '../ledger/index.js';

/** Records one attempt to tell the customer something. */
export class Notify extends Command<Receipt> {
  constructor(
    readonly commitment: string,
    readonly data: Decision['data'],
    readonly metadata: CommandMetadata,
  ) {
    super();
  }
}
