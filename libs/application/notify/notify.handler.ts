import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Commitments } from '../ledger/index.js';
import { Notify } from './notify.command.js';

@CommandHandler(Notify)
export class NotifyHandler implements ICommandHandler<Notify> {
  constructor(private readonly commitments: Commitments) {}

  execute({ commitment, data, metadata }: Notify) {
    return this.commitments.submit(commitment, { type: 'Notify', data }, metadata);
  }
}
