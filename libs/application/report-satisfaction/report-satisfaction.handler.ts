import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Customers } from '../ledger/index.js';
import { ReportSatisfaction } from './report-satisfaction.command.js';

@CommandHandler(ReportSatisfaction)
export class ReportSatisfactionHandler implements ICommandHandler<ReportSatisfaction> {
  constructor(private readonly customers: Customers) {}

  execute({ customer, data, metadata }: ReportSatisfaction) {
    return this.customers.submit(customer, { type: 'ReportSatisfaction', data }, metadata);
  }
}
