import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Customers } from '../ledger/index.js';
import { ForgetCustomer } from './forget-customer.command.js';

@CommandHandler(ForgetCustomer)
export class ForgetCustomerHandler implements ICommandHandler<ForgetCustomer> {
  constructor(private readonly customers: Customers) {}

  execute({ customer, data, metadata }: ForgetCustomer) {
    return this.customers.submit(customer, { type: 'ForgetCustomer', data }, metadata);
  }
}
