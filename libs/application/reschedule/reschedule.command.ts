import { type Reschedule as Decision } from '#kept/domain';
import { Command } from '@nestjs/cqrs';
import { type CommandMetadata, type Receipt } from '../ledger/index.js';

/** Moves the plan; a customer’s own wish moves the expectation too. */
export class Reschedule extends Command<Receipt> {
  constructor(
    readonly commitment: string,
    readonly data: Decision['data'],
    readonly metadata: CommandMetadata,
  ) {
    super();
  }
}
