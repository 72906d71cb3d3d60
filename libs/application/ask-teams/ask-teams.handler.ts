import { teamsList } from '#kept/read-model';
import { Inject } from '@nestjs/common';
import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { type ReadModel, READ_MODEL } from '../read-model.token.js';
import { AskTeams } from './ask-teams.query.js';

@QueryHandler(AskTeams)
export class AskTeamsHandler implements IQueryHandler<AskTeams> {
  constructor(@Inject(READ_MODEL) private readonly readModel: ReadModel) {}

  execute({ question }: AskTeams) {
    return teamsList(this.readModel, question);
  }
}
