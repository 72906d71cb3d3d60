import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Customers } from '../ledger/index.js';
import { StateExpectation } from './state-expectation.command.js';

@CommandHandler(StateExpectation)
export class StateExpectationHandler implements ICommandHandler<StateExpectation> {
  constructor(private readonly customers: Customers) {}

  execute({ customer, data, metadata }: StateExpectation) {
    return this.customers.submit(customer, { type: 'StateExpectation', data }, metadata);
  }
}
