import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Commitments } from '../ledger/index.js';
import { Reschedule } from './reschedule.command.js';

@CommandHandler(Reschedule)
export class RescheduleHandler implements ICommandHandler<Reschedule> {
  constructor(private readonly commitments: Commitments) {}

  execute({ commitment, data, metadata }: Reschedule) {
    return this.commitments.submit(commitment, { type: 'Reschedule', data }, metadata);
  }
}
