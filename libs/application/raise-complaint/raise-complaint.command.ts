import { type RaiseComplaint as Decision } from '#kept/domain';
import { Command } from '@nestjs/cqrs';
import { type CommandMetadata, type Receipt } from '../ledger/index.js';

/** Records a customer’s complaint about a commitment. */
export class RaiseComplaint extends Command<Receipt> {
  constructor(
    readonly commitment: string,
    readonly data: Decision['data'],
    readonly metadata: CommandMetadata,
  ) {
    super();
  }
}
