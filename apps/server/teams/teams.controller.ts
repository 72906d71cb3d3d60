import { AskTeam, AskTeams } from '#kept/application';
import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { Allow } from '../access/allow.js';
import { TeamAnswer, TeamsAnswer } from '../answers/team.answer.js';
import { Answers } from '../http/answer-fields.js';
import { Asked, AskedPage, pageOf } from '../http/asked.js';
import { Id } from '../http/id.js';
import { refuseRequest } from '../http/request-refused.js';

/** Teams, and which of their rules are in force. */
@ApiTags('teams')
@Controller('v1/teams')
export class TeamsController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @Allow('read-teams')
  @Answers('Lists teams, page by page.', TeamsAnswer)
  listTeams(@Query() asked: AskedPage) {
    return this.queries.execute(new AskTeams(pageOf(asked)));
  }

  @Get(':team')
  @Allow('read-teams')
  @Answers('Shows a team.', TeamAnswer)
  async showTeam(@Id('team') id: string, @Query() _: Asked) {
    const team = await this.queries.execute(new AskTeam(id));
    return team ?? refuseRequest('resource-unknown', { kind: 'team', id });
  }
}
