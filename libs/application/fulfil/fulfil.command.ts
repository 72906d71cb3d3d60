import { type Fulfil as Decision } from '#kept/domain';
import { Command } from '@nestjs/cqrs';
import { type CommandMetadata, type Receipt } from '../ledger/index.js';

/** Records that the promised thing was done. */
export class Fulfil extends Command<Receipt> {
  constructor(
    readonly commitment: string,
    readonly data: Decision['data'],
    readonly metadata: CommandMetadata,
  ) {
    super();
  }
}
