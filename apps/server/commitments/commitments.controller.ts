import { listedJson } from '#kept/answers';
import { AskBoard } from '#kept/application';
import { formatInstant } from '#kept/domain';
import { Controller, Get, Query, Req } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { type FastifyRequest } from 'fastify';
import { Allow } from '../access/allow.js';
import { teamsOf } from '../access/caller.js';
import { pageOf } from '../http/asked.js';
import { BoardQuery, boardOf } from './board.query.js';

/** What is promised, and how it stands. */
@ApiTags('commitments')
@Controller('v1/commitments')
export class CommitmentsController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @Allow('read-commitments', { team: 'narrowed' })
  async listCommitments(@Query() asked: BoardQuery, @Req() request: FastifyRequest) {
    const board = await this.queries.execute(new AskBoard({ ...boardOf(asked, teamsOf(request)), ...pageOf(asked) }));
    const { rows, next, position, at } = board;
    return { rows: rows.map(listedJson), ...(next !== undefined && { next }), position, at: formatInstant(at) };
  }
}
