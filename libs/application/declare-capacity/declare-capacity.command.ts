import { type DeclareCapacity as Decision } from '#kept/domain';
import { Command } from '@nestjs/cqrs';
import { type CommandMetadata, type Receipt } from '../ledger/index.js';

/** Records how much work a team can take on. */
export class DeclareCapacity extends Command<Receipt> {
  constructor(
    readonly team: string,
    readonly data: Decision['data'],
    readonly metadata: CommandMetadata,
  ) {
    super();
  }
}
