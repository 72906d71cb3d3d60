import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Customers } from '../ledger/index.js';
import { CorrectExpectation } from './correct-expectation.command.js';

@CommandHandler(CorrectExpectation)
export class CorrectExpectationHandler implements ICommandHandler<CorrectExpectation> {
  constructor(private readonly customers: Customers) {}

  execute({ customer, data, metadata }: CorrectExpectation) {
    return this.customers.submit(customer, { type: 'CorrectExpectation', data }, metadata);
  }
}
