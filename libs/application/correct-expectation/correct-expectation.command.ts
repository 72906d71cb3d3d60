import { type CorrectExpectation as Decision } from '#kept/domain';
import { Command } from '@nestjs/cqrs';
import { type CommandMetadata, type Receipt } from '../ledger/index.js';

/** Records that a general expectation was corrected. */
export class CorrectExpectation extends Command<Receipt> {
  constructor(
    readonly customer: string,
    readonly data: Decision['data'],
    readonly metadata: CommandMetadata,
  ) {
    super();
  }
}
