import { obligationRates } from '#kept/read-model';
import { Inject } from '@nestjs/common';
import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { type ReadModel, READ_MODEL } from '../read-model.token.js';
import { AskObligationRates } from './ask-obligation-rates.query.js';

@QueryHandler(AskObligationRates)
export class AskObligationRatesHandler implements IQueryHandler<AskObligationRates> {
  constructor(@Inject(READ_MODEL) private readonly readModel: ReadModel) {}

  execute({ question }: AskObligationRates) {
    return obligationRates(this.readModel, question);
  }
}
