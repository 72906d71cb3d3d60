import { OUTCOMES } from '#kept/domain';
import { ShownFlag, ShownMoment, ShownNumber, ShownPart, ShownText, ShownWord } from '../http/answer-fields.js';

/** A window, as answers give it. */
export class WindowAnswer {
  @ShownMoment({ optional: true, description: 'Not before this.' })
  from?: string;

  @ShownMoment()
  due!: string;

  @ShownText({ description: 'The zone it was spoken in.' })
  timeZone!: string;
}

export class IntervalAnswer {
  @ShownMoment()
  notBefore!: string;

  @ShownMoment()
  notAfter!: string;
}

/** What was reached, in the dimensions beside time. */
export class ReachedAnswer {
  @ShownNumber({ optional: true })
  quality?: number;

  @ShownNumber({ optional: true })
  price?: number;

  @ShownNumber({ optional: true })
  communication?: number;
}

/** How a commitment ended. */
export class SettlementAnswer {
  @ShownWord(['fulfilment', 'withdrawal'])
  by!: string;

  @ShownMoment()
  at!: string;

  @ShownText({ description: 'The id of the entry that settled it.' })
  entry!: string;

  @ShownPart(() => IntervalAnswer, { optional: true, description: 'Where nobody saw when it was fulfilled.' })
  interval?: IntervalAnswer;

  @ShownPart(() => ReachedAnswer, { optional: true, description: 'Of a fulfilment.' })
  levels?: ReachedAnswer;

  @ShownFlag({ optional: true, description: 'Of a fulfilment: whether something was left undone.' })
  leftUndone?: boolean;

  @ShownWord(['provider', 'customer'], { optional: true, description: 'Who withdrew.' })
  party?: string;

  @ShownText({ optional: true, description: 'Of a withdrawal.' })
  reason?: string;
}

/** How it turned out, judged on each basis; `null` where there is none: as requested, when nothing was asked for. */
export class OutcomesAnswer {
  @ShownWord(OUTCOMES)
  'as-first-promised'!: string;

  @ShownWord(OUTCOMES)
  'as-last-agreed'!: string;

  @ShownWord(OUTCOMES, { nullable: true })
  'as-requested'!: string | null;

  @ShownWord(OUTCOMES)
  'as-planned'!: string;
}
