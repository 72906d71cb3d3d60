import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Commitments } from '../ledger/index.js';
import { RaiseComplaint } from './raise-complaint.command.js';

@CommandHandler(RaiseComplaint)
export class RaiseComplaintHandler implements ICommandHandler<RaiseComplaint> {
  constructor(private readonly commitments: Commitments) {}

  execute({ commitment, data, metadata }: RaiseComplaint) {
    return this.commitments.submit(commitment, { type: 'RaiseComplaint', data }, metadata);
  }
}
