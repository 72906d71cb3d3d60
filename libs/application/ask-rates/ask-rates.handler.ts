import { rates } from '#kept/read-model';
import { Inject } from '@nestjs/common';
import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { type ReadModel, READ_MODEL } from '../read-model.token.js';
import { AskRates } from './ask-rates.query.js';

@QueryHandler(AskRates)
export class AskRatesHandler implements IQueryHandler<AskRates> {
  constructor(@Inject(READ_MODEL) private readonly readModel: ReadModel) {}

  execute({ question }: AskRates) {
    return rates(this.readModel, question);
  }
}
