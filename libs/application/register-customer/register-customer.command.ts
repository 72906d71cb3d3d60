import { type RegisterCustomer as Decision } from '#kept/domain';
import { Command } from '@nestjs/cqrs';
import { type CommandMetadata, type Receipt } from '../ledger/index.js';

/** Registers a customer. */
export class RegisterCustomer extends Command<Receipt> {
  constructor(
    readonly customer: string,
    readonly data: Decision['data'],
    readonly metadata: CommandMetadata,
  ) {
    super();
  }
}
