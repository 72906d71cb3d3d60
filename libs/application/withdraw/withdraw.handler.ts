import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Commitments } from '../ledger/index.js';
import { Withdraw } from './withdraw.command.js';

@CommandHandler(Withdraw)
export class WithdrawHandler implements ICommandHandler<Withdraw> {
  constructor(private readonly commitments: Commitments) {}

  execute({ commitment, data, metadata }: Withdraw) {
    return this.commitments.submit(commitment, { type: 'Withdraw', data }, metadata);
  }
}
