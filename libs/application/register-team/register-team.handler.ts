import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Teams } from '../ledger/index.js';
import { RegisterTeam } from './register-team.command.js';

@CommandHandler(RegisterTeam)
export class RegisterTeamHandler implements ICommandHandler<RegisterTeam> {
  constructor(private readonly teams: Teams) {}

  execute({ team, data, metadata }: RegisterTeam) {
    return this.teams.submit(team, { type: 'RegisterTeam', data }, metadata);
  }
}
