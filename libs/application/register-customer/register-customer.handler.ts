import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Customers } from '../ledger/index.js';
import { RegisterCustomer } from './register-customer.command.js';

@CommandHandler(RegisterCustomer)
export class RegisterCustomerHandler implements ICommandHandler<RegisterCustomer> {
  constructor(private readonly customers: Customers) {}

  execute({ customer, data, metadata }: RegisterCustomer) {
    return this.customers.submit(customer, { type: 'RegisterCustomer', data }, metadata);
  }
}
