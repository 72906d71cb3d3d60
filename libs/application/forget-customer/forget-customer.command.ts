import { type ForgetCustomer as Decision } from '#kept/domain';
import { Command } from '@nestjs/cqrs';
import { type CommandMetadata, type Receipt } from '../ledger/index.js';

/** Ends the use of a customer’s personal data. */
export class ForgetCustomer extends Command<Receipt> {
  constructor(
    readonly customer: string,
    readonly data: Decision['data'],
    readonly metadata: CommandMetadata,
  ) {
    super();
  }
}
