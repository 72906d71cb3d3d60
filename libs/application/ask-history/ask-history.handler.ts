import { customerHistory } from '#kept/read-model';
import { Inject } from '@nestjs/common';
import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { type ReadModel, READ_MODEL } from '../read-model.token.js';
import { AskHistory } from './ask-history.query.js';

@QueryHandler(AskHistory)
export class AskHistoryHandler implements IQueryHandler<AskHistory> {
  constructor(@Inject(READ_MODEL) private readonly readModel: ReadModel) {}

  execute({ customer, question }: AskHistory) {
    return customerHistory(this.readModel, customer, question);
  }
}
