import { ShownList, ShownMoment, ShownPosition, ShownText } from '../http/answer-fields.js';

/** Something a reader of an answer must know. */
export class NoteAnswer {
  @ShownText()
  code!: string;

  @ShownText()
  text!: string;
}

/** What a reader of figures must know to come to the same ones again. */
export class FiguresAnswer {
  @ShownList(() => NoteAnswer)
  notes!: NoteAnswer[];

  @ShownPosition({ description: 'What was known.' })
  position!: string;

  @ShownMoment({ description: 'How far time had run.' })
  at!: string;
}
