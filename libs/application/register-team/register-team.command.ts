import { type RegisterTeam as Decision } from '#kept/domain';
import { Command } from '@nestjs/cqrs';
import { type CommandMetadata, type Receipt } from '../ledger/index.js';

/** Registers a team. */
export class RegisterTeam extends Command<Receipt> {
  constructor(
    readonly team: string,
    readonly data: Decision['data'],
    readonly metadata: CommandMetadata,
  ) {
    super();
  }
}
