import { rateJson } from '#kept/answers';
import { AskRates } from '#kept/application';
import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { Allow } from '../access/allow.js';
import { ratesOf, RatesQuery } from './rates.query.js';

/** Fulfilment rates, with everything needed to doubt them. */
@ApiTags('rates')
@Controller('v1/rates')
export class RatesController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @Allow('read-rates')
  async showRates(@Query() asked: RatesQuery) {
    const { rows, notes, position, at } = await this.queries.execute(new AskRates(ratesOf(asked)));
    return { rows: rows.map(rateJson), notes, position, at };
  }
}
