import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Commitments } from '../ledger/index.js';
import { VoidEntry } from './void-entry.command.js';

@CommandHandler(VoidEntry)
export class VoidEntryHandler implements ICommandHandler<VoidEntry> {
  constructor(private readonly commitments: Commitments) {}

  execute({ commitment, data, metadata }: VoidEntry) {
    return this.commitments.submit(commitment, { type: 'VoidEntry', data }, metadata);
  }
}
