import { type ListedTeam, type Page, type TeamsQuestion } from '#kept/read-model';
import { Query } from '@nestjs/cqrs';

/** The teams, page by page. */
export class AskTeams extends Query<Page<ListedTeam>> {
  constructor(readonly question: TeamsQuestion) {
    super();
  }
}
