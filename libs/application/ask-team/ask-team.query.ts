import { type ListedTeam } from '#kept/read-model';
import { Query } from '@nestjs/cqrs';

/** One team, and which of its rules are in force. */
export class AskTeam extends Query<ListedTeam | undefined> {
  constructor(readonly team: string) {
    super();
  }
}
