import { rateJson } from '#kept/answers';
import { AskObligationRates, AskRates } from '#kept/application';
import { Controller, Get, Query, Req } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { type FastifyRequest } from 'fastify';
import { Allow } from '../access/allow.js';
import { teamsOf } from '../access/caller.js';
import { ObligationRatesAnswer } from '../answers/obligation-rates.answer.js';
import { RatesAnswer } from '../answers/rates.answer.js';
import { Answers } from '../http/answer-fields.js';
import { ObligationRatesQuery, obligationRatesOf, ratesOf, RatesQuery } from './rates.query.js';

/** Fulfilment rates, with everything needed to doubt them. */
@ApiTags('rates')
@Controller('v1')
export class RatesController {
  constructor(private readonly queries: QueryBus) {}

  @Get('rates')
  @Allow('read-rates', { team: 'narrowed' })
  @Answers('Shows how many promises were kept, on several bases side by side.', RatesAnswer)
  async showRates(@Query() asked: RatesQuery, @Req() request: FastifyRequest) {
    const { rows, notes, position, at } = await this.queries.execute(new AskRates(ratesOf(asked, teamsOf(request))));
    return { rows: rows.map(rateJson), notes, position, at };
  }

  @Get('obligation-rates')
  @Allow('read-rates', { team: 'narrowed' })
  @Answers(
    'Shows how many obligations were met in time: notices, follow-ups, and the rest, and how often each was breached.',
    ObligationRatesAnswer,
  )
  showObligationRates(@Query() asked: ObligationRatesQuery, @Req() request: FastifyRequest) {
    return this.queries.execute(new AskObligationRates(obligationRatesOf(asked, teamsOf(request))));
  }
}
