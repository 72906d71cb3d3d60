import { type StateExpectation as Decision } from '#kept/domain';
import { Command } from '@nestjs/cqrs';
import { type CommandMetadata, type Receipt } from '../ledger/index.js';

/** Records what a customer expects in general. */
export class StateExpectation extends Command<Receipt> {
  constructor(
    readonly customer: string,
    readonly data: Decision['data'],
    readonly metadata: CommandMetadata,
  ) {
    super();
  }
}
