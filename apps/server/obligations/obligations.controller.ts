import { owingJson } from '#kept/answers';
import { AskBreaches, AskObligations } from '#kept/application';
import { formatInstant } from '#kept/domain';
import { type ObligationsList } from '#kept/read-model';
import { Controller, Get, Query, Req } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { type FastifyRequest } from 'fastify';
import { Allow } from '../access/allow.js';
import { teamsOf } from '../access/caller.js';
import { BreachesAnswer, ObligationsAnswer } from '../answers/obligation.answer.js';
import { Answers } from '../http/answer-fields.js';
import { BreachesQuery, obligationsOf, ObligationsQuery } from './obligations.query.js';

/** What is owed, by when, and what was not done in time. */
@ApiTags('obligations')
@Controller('v1')
export class ObligationsController {
  constructor(private readonly queries: QueryBus) {}

  @Get('obligations')
  @Allow('read-commitments', { team: 'narrowed' })
  @Answers('Lists what is still owed, page by page: the most urgent first, by the first deadline.', ObligationsAnswer)
  async listObligations(@Query() asked: ObligationsQuery, @Req() request: FastifyRequest) {
    return listJson(await this.queries.execute(new AskObligations(obligationsOf(asked, teamsOf(request)))));
  }

  @Get('breaches')
  @Allow('read-commitments', { team: 'narrowed' })
  @Answers('Lists commitments with a breach that stands, page by page: the latest first.', BreachesAnswer)
  async listBreaches(@Query() asked: BreachesQuery, @Req() request: FastifyRequest) {
    const list = await this.queries.execute(new AskBreaches(obligationsOf(asked, teamsOf(request))));
    return { ...listJson(list), undeclared: list.undeclared };
  }
}

const listJson = ({ rows, next, position, at }: ObligationsList) => ({
  rows: rows.map((row) => owingJson(row, at)),
  ...(next !== undefined && { next }),
  position,
  at: formatInstant(at),
});
