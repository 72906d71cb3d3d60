import { listBreaches } from '#kept/read-model';
import { Inject } from '@nestjs/common';
import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { type ReadModel, READ_MODEL } from '../read-model.token.js';
import { AskBreaches } from './ask-breaches.query.js';

@QueryHandler(AskBreaches)
export class AskBreachesHandler implements IQueryHandler<AskBreaches> {
  constructor(@Inject(READ_MODEL) private readonly readModel: ReadModel) {}

  execute({ question }: AskBreaches) {
    return listBreaches(this.readModel, question);
  }
}
