import { OBLIGATIONS } from '#kept/domain';
import {
  ShownCount,
  ShownFlag,
  ShownList,
  ShownMoment,
  ShownPart,
  ShownSpan,
  ShownText,
  ShownWord,
} from '../http/answer-fields.js';
import { WarningAnswer } from '../http/warnings.js';

/** The rules a promise is made under. One that is absent asks for nothing. */
export class TermsAnswer {
  @ShownText({ description: 'The version of the team’s policy; `none` where it has none.' })
  policy!: string;

  @ShownText({ optional: true, description: 'The version of the team’s calendar.' })
  calendar?: string;

  @ShownText({ description: 'How long after the due is still accepted.' })
  tolerance!: string;

  @ShownSpan()
  grace?: unknown;

  @ShownSpan()
  warnBefore?: unknown;

  @ShownSpan()
  advanceNoticeLead?: unknown;

  @ShownSpan()
  tellWithin?: unknown;

  @ShownSpan()
  minimumNotice?: unknown;

  @ShownSpan()
  followUpWithin?: unknown;

  @ShownCount({ optional: true })
  followUpAttempts?: number;

  @ShownSpan()
  answerWithin?: unknown;

  @ShownFlag({ optional: true })
  pausesStopClock?: boolean;
}

/** An obligation, and when it is due. */
export class DutyAnswer {
  @ShownWord(OBLIGATIONS)
  obligation!: string;

  @ShownMoment()
  deadline!: string;
}

/** What a promise would be like. */
export class CheckedPromiseAnswer {
  @ShownList(() => WarningAnswer, { description: 'In spite of which it would be made.' })
  warnings!: WarningAnswer[];

  @ShownPart(() => TermsAnswer)
  terms!: TermsAnswer;

  @ShownList(() => DutyAnswer, { description: 'What it obliges to from the first.' })
  obligations!: DutyAnswer[];
}
