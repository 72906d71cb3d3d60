import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Commitments } from '../ledger/index.js';
import { PauseClock } from './pause-clock.command.js';

@CommandHandler(PauseClock)
export class PauseClockHandler implements ICommandHandler<PauseClock> {
  constructor(private readonly commitments: Commitments) {}

  execute({ commitment, data, metadata }: PauseClock) {
    return this.commitments.submit(commitment, { type: 'PauseClock', data }, metadata);
  }
}
