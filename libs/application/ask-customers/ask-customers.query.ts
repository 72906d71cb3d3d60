import { type ListedCustomer, type Page, type PageQuestion } from '#kept/read-model';
import { Query } from '@nestjs/cqrs';

/** The customers, page by page, without what tells who they are. */
export class AskCustomers extends Query<Page<ListedCustomer>> {
  constructor(readonly question: PageQuestion) {
    super();
  }
}
