import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { Customers } from '../ledger/index.js';
import { ShowCustomer } from './show-customer.query.js';

@QueryHandler(ShowCustomer)
export class ShowCustomerHandler implements IQueryHandler<ShowCustomer> {
  constructor(private readonly customers: Customers) {}

  async execute({ customer }: ShowCustomer) {
    const state = await this.customers.get(customer);
    return state.status === 'registered' ? state.data.personal : undefined;
  }
}
