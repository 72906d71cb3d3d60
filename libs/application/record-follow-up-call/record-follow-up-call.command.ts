import { type RecordFollowUpCall as Decision } from '#kept/domain';
import { Command } from '@nestjs/cqrs';
import { type CommandMetadata, type Receipt } from '../ledger/index.js';

/** Records a call after the fulfilment, reached or not. */
export class RecordFollowUpCall extends Command<Receipt> {
  constructor(
    readonly commitment: string,
    readonly data: Decision['data'],
    readonly metadata: CommandMetadata,
  ) {
    super();
  }
}
