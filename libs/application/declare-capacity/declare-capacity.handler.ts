import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Teams } from '../ledger/index.js';
import { DeclareCapacity } from './declare-capacity.command.js';

@CommandHandler(DeclareCapacity)
export class DeclareCapacityHandler implements ICommandHandler<DeclareCapacity> {
  constructor(private readonly teams: Teams) {}

  execute({ team, data, metadata }: DeclareCapacity) {
    return this.teams.submit(team, { type: 'DeclareCapacity', data }, metadata);
  }
}
