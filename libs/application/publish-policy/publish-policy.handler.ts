import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Teams } from '../ledger/index.js';
import { PublishPolicy } from './publish-policy.command.js';

@CommandHandler(PublishPolicy)
export class PublishPolicyHandler implements ICommandHandler<PublishPolicy> {
  constructor(private readonly teams: Teams) {}

  execute({ team, data, metadata }: PublishPolicy) {
    return this.teams.submit(team, { type: 'PublishPolicy', data }, metadata);
  }
}
