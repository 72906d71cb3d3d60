import { type Attempt, type DeadLetter } from '#kept/delivery';
import { formatInstant } from '#kept/domain';
import {
  ShownCount,
  ShownFlag,
  ShownList,
  ShownMoment,
  ShownPosition,
  ShownText,
  ShownNumber,
} from '../http/answer-fields.js';
import { Name } from '../http/fields.js';
import { given } from '../http/given.js';
import { WholeText } from '../http/query-fields.js';

const MOST = 500;
const USUAL = 100;

/** A page of what is listed, the latest first. */
export class DeliveriesQuery {
  @WholeText(1, MOST, { optional: true, description: `Rows, at most; default: ${USUAL}.` })
  limit?: string;

  @Name({ optional: true, description: 'The `next` of the page before.' })
  before?: string;
}

export class AttemptsQuery extends DeliveriesQuery {
  @Name({ optional: true, description: 'Only those of one event.' })
  event?: string;
}

export const pageOf = ({ limit, before }: DeliveriesQuery): { limit: number; before?: string } => ({
  limit: limit === undefined ? USUAL : Number(limit),
  ...given({ before }),
});

/** One attempt to deliver. */
export class AttemptAnswer {
  @ShownText({ description: 'The id of the event, which is the webhook-id; or of a ping.' }) event!: string;
  @ShownPosition({ optional: true, description: 'Of the event. A ping has none.' }) position?: string;
  @ShownCount({ description: '1 for the first of a delivery.' }) number!: number;
  @ShownMoment() at!: string;
  @ShownNumber() milliseconds!: number;
  @ShownCount({ optional: true, description: 'The HTTP status; absent where there was no answer.' }) status?: number;
  @ShownText({ optional: true, description: 'Why it was not accepted: timeout, address-forbidden, server-error.' })
  failure?: string;
  @ShownText({ optional: true, description: 'The first 20 kB of the answer, what looks like a secret masked.' })
  answer?: string;
  @ShownMoment({ optional: true, description: 'When it is tried again; absent where it was accepted or given up.' })
  nextAt?: string;
}

export function attemptAnswer({ event, position, number, at, milliseconds, status, ...rest }: Attempt): AttemptAnswer {
  const { failure, answer, nextAt } = rest;
  return {
    ...{ event, number, at: formatInstant(at), milliseconds },
    ...given({ position, status, failure, answer, nextAt: nextAt === undefined ? undefined : formatInstant(nextAt) }),
  };
}

export class AttemptsAnswer {
  @ShownList(() => AttemptAnswer, { description: 'The latest first.' }) rows!: AttemptAnswer[];
  @ShownText({ optional: true, description: 'For `before`: where there is more.' }) next?: string;
}

/** A delivery that was given up. */
export class DeadLetterAnswer {
  @ShownText() event!: string;
  @ShownPosition() position!: string;
  @ShownText({ description: 'Of the event.' }) type!: string;
  @ShownText({ description: 'What is delivered in order: the customer, or what else the event is about.' })
  lane!: string;
  @ShownCount() attempts!: number;
  @ShownMoment() gaveUpAt!: string;
  @ShownText({ description: 'Of the last attempt.' }) failure!: string;
}

export function deadLetterAnswer(letter: DeadLetter): DeadLetterAnswer {
  const { event, position, type, lane, attempts, gaveUpAt, failure } = letter;
  return { event, position, type, lane, attempts, gaveUpAt: formatInstant(gaveUpAt), failure };
}

export class DeadLettersAnswer {
  @ShownList(() => DeadLetterAnswer, { description: 'The latest first.' }) rows!: DeadLetterAnswer[];
  @ShownText({ optional: true, description: 'For `before`: where there is more.' }) next?: string;
}

export class HandshakeAnswer {
  @ShownFlag({ description: 'Whether the endpoint says that deliveries are welcome.' }) allowed!: boolean;
  @ShownCount({ optional: true, description: 'The HTTP status; absent where there was no answer.' }) status?: number;
  @ShownText({ optional: true, description: 'Requests a minute that it takes, or *.' }) rate?: string;
  @ShownText({ optional: true, description: 'Why it was not allowed.' }) failure?: string;
}

export class ReplayCountAnswer {
  @ShownCount({ description: 'Deliveries that the replay would make.' }) deliveries!: number;
}
