import { AskSearch } from '#kept/application';
import { Controller, Get, Query, Req } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { type FastifyRequest } from 'fastify';
import { Allow } from '../access/allow.js';
import { teamsOf } from '../access/caller.js';
import { SearchAnswer } from '../answers/search.answer.js';
import { Answers } from '../http/answer-fields.js';
import { given } from '../http/given.js';
import { SearchQuery } from './search.query.js';

const ROWS = 10;

/** For a field in which one types what one knows. */
@ApiTags('search')
@Controller('v1/search')
export class SearchController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @Allow('read-commitments', { team: 'narrowed' })
  @Answers('Finds commitments, customers, teams, owners and kinds that begin with a text.', SearchAnswer)
  search(@Query() { text, limit }: SearchQuery, @Req() request: FastifyRequest) {
    const question = { text, limit: Number(limit ?? ROWS), ...given({ teams: teamsOf(request) }) };
    return this.queries.execute(new AskSearch(question));
  }
}
