import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Commitments } from '../ledger/index.js';
import { AnswerComplaint } from './answer-complaint.command.js';

@CommandHandler(AnswerComplaint)
export class AnswerComplaintHandler implements ICommandHandler<AnswerComplaint> {
  constructor(private readonly commitments: Commitments) {}

  execute({ commitment, data, metadata }: AnswerComplaint) {
    return this.commitments.submit(commitment, { type: 'AnswerComplaint', data }, metadata);
  }
}
