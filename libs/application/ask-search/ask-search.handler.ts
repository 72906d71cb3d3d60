import { search } from '#kept/read-model';
import { Inject } from '@nestjs/common';
import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { type ReadModel, READ_MODEL } from '../read-model.token.js';
import { AskSearch } from './ask-search.query.js';

@QueryHandler(AskSearch)
export class AskSearchHandler implements IQueryHandler<AskSearch> {
  constructor(@Inject(READ_MODEL) private readonly readModel: ReadModel) {}

  execute({ question }: AskSearch) {
    return search(this.readModel, question);
  }
}
