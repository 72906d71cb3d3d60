import { type SearchAnswer, type SearchQuestion } from '#kept/read-model';
import { Query } from '@nestjs/cqrs';

/** What begins with a text. */
export class Search extends Query<SearchAnswer> {
  constructor(readonly question: SearchQuestion) {
    super();
  }
}
