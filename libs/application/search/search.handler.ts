import { search } from '#kept/read-model';
import { Inject } from '@nestjs/common';
import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { type ReadModel, READ_MODEL } from '../read-model.token.js';
import { Search } from './search.query.js';

@QueryHandler(Search)
export class SearchHandler implements IQueryHandler<Search> {
  constructor(@Inject(READ_MODEL) private readonly readModel: ReadModel) {}

  execute({ question }: Search) {
    return search(this.readModel, question);
  }
}
