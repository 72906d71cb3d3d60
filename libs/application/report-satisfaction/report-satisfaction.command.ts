import { type ReportSatisfaction as Decision } from '#kept/domain';
import { Command } from '@nestjs/cqrs';
import { type CommandMetadata, type Receipt } from '../ledger/index.js';

/** Records how satisfied a customer says they are. */
export class ReportSatisfaction extends Command<Receipt> {
  constructor(
    readonly customer: string,
    readonly data: Decision['data'],
    readonly metadata: CommandMetadata,
  ) {
    super();
  }
}
