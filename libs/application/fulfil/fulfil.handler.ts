import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Commitments } from '../ledger/index.js';
import { Fulfil } from './fulfil.command.js';

@CommandHandler(Fulfil)
export class FulfilHandler implements ICommandHandler<Fulfil> {
  constructor(private readonly commitments: Commitments) {}

  execute({ commitment, data, metadata }: Fulfil) {
    return this.commitments.submit(commitment, { type: 'Fulfil', data }, metadata);
  }
}
