import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Commitments } from '../ledger/index.js';
import { ResumeClock } from './resume-clock.command.js';

@CommandHandler(ResumeClock)
export class ResumeClockHandler implements ICommandHandler<ResumeClock> {
  constructor(private readonly commitments: Commitments) {}

  execute({ commitment, data, metadata }: ResumeClock) {
    return this.commitments.submit(commitment, { type: 'ResumeClock', data }, metadata);
  }
}
