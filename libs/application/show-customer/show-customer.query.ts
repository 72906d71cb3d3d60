import { type CustomerRegistered } from '#kept/domain';
import { Query } from '@nestjs/cqrs';

/** What tells who a customer is, as the ledger has it; nothing of one who was forgotten, or is not known. */
export class ShowCustomer extends Query<NonNullable<CustomerRegistered['data']['personal']> | undefined> {
  constructor(readonly customer: string) {
    super();
  }
}
