import { ShownPosition, ShownText } from '../http/answer-fields.js';

/** What every page of a list says. */
export class PageAnswer {
  @ShownText({ optional: true, description: 'The `cursor` of the next page; absent on the last.' })
  next?: string;

  @ShownPosition({ description: 'What was known.' })
  position!: string;
}
