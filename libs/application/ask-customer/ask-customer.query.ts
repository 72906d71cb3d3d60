import { type ListedCustomer } from '#kept/read-model';
import { Query } from '@nestjs/cqrs';

/** One customer, without what tells who they are. */
export class AskCustomer extends Query<ListedCustomer | undefined> {
  constructor(readonly customer: string) {
    super();
  }
}
