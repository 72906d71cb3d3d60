import { listObligations } from '#kept/read-model';
import { Inject } from '@nestjs/common';
import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { type ReadModel, READ_MODEL } from '../read-model.token.js';
import { AskObligations } from './ask-obligations.query.js';

@QueryHandler(AskObligations)
export class AskObligationsHandler implements IQueryHandler<AskObligations> {
  constructor(@Inject(READ_MODEL) private readonly readModel: ReadModel) {}

  execute({ question }: AskObligations) {
    return listObligations(this.readModel, question);
  }
}
