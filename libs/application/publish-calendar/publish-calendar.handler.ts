import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Teams } from '../ledger/index.js';
import { PublishCalendar } from './publish-calendar.command.js';

@CommandHandler(PublishCalendar)
export class PublishCalendarHandler implements ICommandHandler<PublishCalendar> {
  constructor(private readonly teams: Teams) {}

  execute({ team, data, metadata }: PublishCalendar) {
    return this.teams.submit(team, { type: 'PublishCalendar', data }, metadata);
  }
}
