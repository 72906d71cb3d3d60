import { customersList } from '#kept/read-model';
import { Inject } from '@nestjs/common';
import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { type ReadModel, READ_MODEL } from '../read-model.token.js';
import { AskCustomers } from './ask-customers.query.js';

@QueryHandler(AskCustomers)
export class AskCustomersHandler implements IQueryHandler<AskCustomers> {
  constructor(@Inject(READ_MODEL) private readonly readModel: ReadModel) {}

  execute({ question }: AskCustomers) {
    return customersList(this.readModel, question);
  }
}
