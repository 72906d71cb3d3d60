import { customerById } from '#kept/read-model';
import { Inject } from '@nestjs/common';
import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { type ReadModel, READ_MODEL } from '../read-model.token.js';
import { AskCustomer } from './ask-customer.query.js';

@QueryHandler(AskCustomer)
export class AskCustomerHandler implements IQueryHandler<AskCustomer> {
  constructor(@Inject(READ_MODEL) private readonly readModel: ReadModel) {}

  execute({ customer }: AskCustomer) {
    return customerById(this.readModel, customer);
  }
}
