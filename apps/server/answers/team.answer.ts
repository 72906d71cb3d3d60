import { ShownCount, ShownList, ShownPosition, ShownText } from '../http/answer-fields.js';
import { PageAnswer } from './page.answer.js';

/** A team, and which of its rules are in force. */
export class TeamAnswer {
  @ShownText()
  team!: string;

  @ShownText({ description: 'As people call it.' })
  name!: string;

  @ShownText()
  timeZone!: string;

  @ShownText({ optional: true, description: 'The version in force; absent where none was published.' })
  policy?: string;

  @ShownText({ optional: true, description: 'The version in force; absent where none was published.' })
  calendar?: string;

  @ShownCount({ description: 'Of the last entry.' })
  lastRevision!: number;

  @ShownPosition({ description: 'Of the last entry.' })
  lastPosition!: string;
}

/** A page of teams. */
export class TeamsAnswer extends PageAnswer {
  @ShownList(() => TeamAnswer)
  rows!: TeamAnswer[];
}
