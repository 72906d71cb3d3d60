import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Commitments } from '../ledger/index.js';
import { RecordFollowUpCall } from './record-follow-up-call.command.js';

@CommandHandler(RecordFollowUpCall)
export class RecordFollowUpCallHandler implements ICommandHandler<RecordFollowUpCall> {
  constructor(private readonly commitments: Commitments) {}

  execute({ commitment, data, metadata }: RecordFollowUpCall) {
    return this.commitments.submit(commitment, { type: 'RecordFollowUpCall', data }, metadata);
  }
}
