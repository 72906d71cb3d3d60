import { PublishCalendar, PublishPolicy, RegisterTeam } from '#kept/application';
import { Body, Controller, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { Allow } from '../access/allow.js';
import { Done } from '../http/answer.js';
import { CommandAnswers } from '../http/documented.js';
import { Id } from '../http/id.js';
import { Intended, type Intent } from '../http/intent.js';
import { CalendarBody, calendarOf } from './calendar-bodies.js';
import { PolicyBody, policyOf } from './policy-bodies.js';
import { TeamBody, teamOf } from './team-bodies.js';

const pathOf = (team: string): string => `/v1/teams/${encodeURIComponent(team)}`;

/** Teams, and the rules they promise by. */
@ApiTags('teams')
@Controller('v1/teams')
export class TeamCommandsController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @Allow('manage-teams')
  @CommandAnswers('Registers a team.')
  async registerTeam(@Body() body: TeamBody, @Intended() intent: Intent): Promise<Done> {
    const receipt = await this.commands.execute(new RegisterTeam(body.team, teamOf(body), intent.metadata(body)));
    return new Done(receipt, pathOf(body.team), body.team, true);
  }

  @Post(':team/policies')
  @Allow('publish-policies', { team: 'in-path' })
  @CommandAnswers('Publishes a policy. Promises already made keep the one they were made under.')
  async publishPolicy(@Id('team') team: string, @Body() body: PolicyBody, @Intended() intent: Intent): Promise<Done> {
    const receipt = await this.commands.execute(new PublishPolicy(team, policyOf(body), intent.metadata(body)));
    return new Done(receipt, pathOf(team), team);
  }
  @Post(':team/calendars')
  @Allow('publish-policies', { team: 'in-path' })
  @CommandAnswers('Publishes a calendar. Promises already made keep the one they were made under.')
  async publishCalendar(
    @Id('team') team: string,
    @Body() body: CalendarBody,
    @Intended() intent: Intent,
  ): Promise<Done> {
    const receipt = await this.commands.execute(new PublishCalendar(team, calendarOf(body), intent.metadata(body)));
    return new Done(receipt, pathOf(team), team);
  }
}
