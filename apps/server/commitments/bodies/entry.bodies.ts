import {
  ANSWERS,
  type AnswerComplaint,
  type Fulfil,
  NEEDS,
  type Notify,
  PARTIES,
  parseInstant,
  type PauseClock,
  PURPOSES,
  type RaiseComplaint,
  type RecordFollowUpCall,
  type Reschedule,
  type VoidEntry,
  type Withdraw,
} from '#kept/domain';
import { EntryBody } from '../../http/entry.body.js';
import { Flag, Moment, Name, Names, Part, Whole, Word } from '../../http/fields.js';
import { given } from '../../http/given.js';
import { type Dated } from '../../http/intent.js';
import { WindowBody, windowOf } from '../../http/window.body.js';
import { ActualLevelsBody, actualLevelsOf } from './levels.body.js';

const noteOf = ({ personal }: EntryBody) => given({ personal: personal && { note: personal.note } });

export class NotificationBody extends EntryBody {
  @Word(PURPOSES)
  purpose!: Notify['data']['purpose'];

  @Name({ description: '`phone`, `sms`, `email` …' })
  channel!: string;

  @Flag({ description: 'Whether the customer was reached; only then it changes what they expect.' })
  reached!: boolean;

  @Part(() => WindowBody, { optional: true, description: 'The window the customer was told.' })
  conveyed?: WindowBody;

  @Word(ANSWERS, { optional: true, description: 'Default: none.' })
  answer?: Notify['data']['answer'];
}

export function notificationOf(body: NotificationBody): Notify['data'] {
  const { purpose, channel, reached, conveyed, answer = 'none' } = body;
  return {
    purpose,
    channel,
    reached,
    answer,
    ...given({ conveyed: conveyed && windowOf(conveyed, 'conveyed') }),
    ...noteOf(body),
  };
}

export class RescheduleBody extends EntryBody {
  @Part(() => WindowBody, { description: 'The new plan. What the customer expects moves when they are told.' })
  to!: WindowBody;

  @Name({ description: 'A reason code: `emergency`, `parts-missing`.' })
  reason!: string;

  @Word(PARTIES, { description: 'A customer’s reschedule is a new agreement and moves everything.' })
  initiator!: Reschedule['data']['initiator'];

  @Name({ optional: true, description: 'The commitment that took its place.' })
  displacedBy?: string;
}

export function rescheduleOf(body: RescheduleBody): Reschedule['data'] {
  const { to, reason, initiator, displacedBy } = body;
  return { to: windowOf(to, 'to'), reason, initiator, ...given({ displacedBy }), ...noteOf(body) };
}

export class IntervalBody {
  @Moment()
  notBefore!: string;

  @Moment()
  notAfter!: string;
}

export class FulfilmentBody extends EntryBody {
  @Part(() => IntervalBody, { optional: true, description: 'Where nobody saw when it happened. It occurs at its end.' })
  interval?: IntervalBody;

  @Part(() => ActualLevelsBody, { optional: true })
  levels?: ActualLevelsBody;

  @Flag({ optional: true, description: 'Whether something was left undone; default: false.' })
  leftUndone?: boolean;

  @Names(100, { optional: true, description: 'References to evidence.' })
  evidence?: string[];
}

export function fulfilmentOf(body: FulfilmentBody): Fulfil['data'] {
  const { interval, levels, leftUndone = false, evidence = [] } = body;
  return {
    levels: actualLevelsOf(levels),
    leftUndone,
    evidence,
    ...given({ interval: interval && intervalOf(interval) }),
    ...noteOf(body),
  };
}

/** What nobody saw happen occurs when it had happened for certain. */
export const fulfilmentDated = ({ interval, occurredAt }: FulfilmentBody): Dated =>
  given({ occurredAt: occurredAt ?? interval?.notAfter });

const intervalOf = ({ notBefore, notAfter }: IntervalBody) => ({
  notBefore: parseInstant(notBefore, 'interval.notBefore'),
  notAfter: parseInstant(notAfter, 'interval.notAfter'),
});

export class WithdrawalBody extends EntryBody {
  @Word(PARTIES, { description: 'By the provider it is a broken promise.' })
  by!: Withdraw['data']['by'];

  @Name()
  reason!: string;
}

export const withdrawalOf = (body: WithdrawalBody): Withdraw['data'] => ({
  by: body.by,
  reason: body.reason,
  ...noteOf(body),
});

/** Why a clock stops, or goes on. */
export class ClockBody {
  @Moment({ optional: true, description: 'When it happened; default: now. Never later than now.' })
  occurredAt?: string;

  @Name({ description: 'A reason code: `waiting-for-the-customer`, `access-given`.' })
  reason!: string;
}

export const clockOf = ({ reason }: ClockBody): PauseClock['data'] => ({ reason });

export class FollowUpCallBody extends EntryBody {
  @Flag()
  reached!: boolean;

  @Flag({ optional: true, description: 'Whether the problem is still there.' })
  problemPersists?: boolean;

  @Whole(1, 5, { optional: true })
  satisfaction?: number;
}

export function followUpCallOf(body: FollowUpCallBody): RecordFollowUpCall['data'] {
  const { reached, problemPersists, satisfaction } = body;
  return { reached, ...given({ problemPersists, satisfaction }), ...noteOf(body) };
}

export class ComplaintBody extends EntryBody {
  @Name({ description: 'The complaint’s id within the commitment.' })
  complaint!: string;

  @Word(NEEDS, { description: 'The need it violates.' })
  need!: RaiseComplaint['data']['need'];
}

export const complaintOf = (body: ComplaintBody): RaiseComplaint['data'] => ({
  complaint: body.complaint,
  need: body.need,
  ...noteOf(body),
});

export class ComplaintAnswerBody extends EntryBody {}

export const complaintAnswerOf = (complaint: string, body: ComplaintAnswerBody): AnswerComplaint['data'] => ({
  complaint,
  ...noteOf(body),
});

export class VoidBody extends EntryBody {
  @Name({ description: 'The id of the mistaken entry.' })
  entry!: string;

  @Name()
  reason!: string;
}

export const voidOf = (body: VoidBody): VoidEntry['data'] => ({
  entry: body.entry,
  reason: body.reason,
  ...noteOf(body),
});
