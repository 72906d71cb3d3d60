import { type SearchQuestion, type SearchResult } from '#kept/read-model';
import { Query } from '@nestjs/cqrs';

/** What begins with what somebody has typed. */
export class AskSearch extends Query<SearchResult> {
  constructor(readonly question: SearchQuestion) {
    super();
  }
}
