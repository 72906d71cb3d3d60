import { teamById } from '#kept/read-model';
import { Inject } from '@nestjs/common';
import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { type ReadModel, READ_MODEL } from '../read-model.token.js';
import { AskTeam } from './ask-team.query.js';

@QueryHandler(AskTeam)
export class AskTeamHandler implements IQueryHandler<AskTeam> {
  constructor(@Inject(READ_MODEL) private readonly readModel: ReadModel) {}

  execute({ team }: AskTeam) {
    return teamById(this.readModel, team);
  }
}
