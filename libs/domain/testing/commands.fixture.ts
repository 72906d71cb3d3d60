import type * as c from '../commitment/commands.js';
import { type Answer, type Need, type Party, type Purpose, type Terms } from '../commitment/index.js';
import { duration, type Instant } from '../time/index.js';
import { on, windowOf } from './week.fixture.js';

/** Commands with everything that does not matter filled in. Moments and windows are said as text: `Tue 12:00`. */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** The policy of the 48 histories. */
export const TERMS: Terms = {
  policy: '2024-01',
  tolerance: duration(0),
  grace: duration(15 * MINUTE),
  advanceNoticeLead: duration(12 * HOUR),
  tellWithin: duration(10 * HOUR),
  minimumNotice: duration(3 * HOUR),
  followUpWithin: duration(48 * HOUR),
  followUpAttempts: 2,
};

/** Recorded when the week is over, unless a history is about recording. */
const AFTERWARDS = on('Sun 00:00');

/** The same command, recorded at another moment. */
export function recorded<C extends c.CommitmentCommand>(when: string, command: C): C {
  return { ...command, metadata: { ...command.metadata, recordedAt: on(when) } };
}

function happened(at: string): { occurredAt: Instant; recordedAt: Instant } {
  const occurredAt = on(at);
  return { occurredAt, recordedAt: occurredAt > AFTERWARDS ? occurredAt : AFTERWARDS };
}

export interface Promised {
  at?: string;
  due: string;
  requested?: string;
  plan?: string;
  terms?: Partial<Terms>;
  data?: Partial<c.MakePromise['data']>;
}

export function promised({ at = 'Mon 08:00', due, requested, plan, terms, data }: Promised): c.MakePromise {
  return {
    type: 'MakePromise',
    metadata: happened(at),
    data: {
      customer: 'huadong-jidian',
      team: 'field-service',
      owner: 'chen-jie',
      kind: 'repair',
      promised: windowOf(due),
      ...(requested !== undefined && { requested: windowOf(requested) }),
      ...(plan !== undefined && { plan: windowOf(plan) }),
      levels: {},
      clarity: 'explicit',
      source: 'company',
      contactMode: 'face-to-face',
      terms: { ...TERMS, ...terms },
      ...data,
    },
  };
}

interface Told {
  at?: string;
  window?: string;
  purpose?: Purpose;
  reached?: boolean;
  answer?: Answer;
}

export function tell({ at = 'Mon 13:00', window, reached = true, ...rest }: Told): c.Notify {
  const { purpose = window === undefined ? 'progress' : 'reschedule', answer = reached ? 'accepted' : 'none' } = rest;
  const conveyed = window === undefined ? {} : { conveyed: windowOf(window) };
  return {
    type: 'Notify',
    metadata: happened(at),
    data: { purpose, channel: 'phone', reached, answer, ...conveyed },
  };
}

interface Moved {
  at?: string;
  to: string;
  initiator?: Party;
  reason?: string;
}

export function reschedule({
  at = 'Mon 12:00',
  to,
  initiator = 'provider',
  reason = 'emergency',
}: Moved): c.Reschedule {
  return { type: 'Reschedule', metadata: happened(at), data: { to: windowOf(to), initiator, reason } };
}

type Done = { at: string; between?: string } & Partial<c.Fulfil['data']>;

/** `between` is when it had not been done yet: then it was done after that, and by `at`. */
export function fulfil({ at, between, ...data }: Done): c.Fulfil {
  const interval = between === undefined ? {} : { interval: { notBefore: on(between), notAfter: on(at) } };
  return {
    type: 'Fulfil',
    metadata: happened(at),
    data: { levels: {}, leftUndone: false, evidence: [], ...interval, ...data },
  };
}

export function withdraw({ at = 'Mon 20:00', by = 'provider' }: { at?: string; by?: Party }): c.Withdraw {
  return { type: 'Withdraw', metadata: happened(at), data: { by, reason: 'no-parts' } };
}

type Called = { at: string } & Partial<c.RecordFollowUpCall['data']>;

export function call({ at, reached = true, ...data }: Called): c.RecordFollowUpCall {
  return { type: 'RecordFollowUpCall', metadata: happened(at), data: { reached, ...data } };
}

export function complain({ at = 'Wed 09:00', complaint = 'c1', need = 'respect' as Need }): c.RaiseComplaint {
  return { type: 'RaiseComplaint', metadata: happened(at), data: { complaint, need } };
}

export function answer({ at = 'Wed 12:00', complaint = 'c1' }): c.AnswerComplaint {
  return { type: 'AnswerComplaint', metadata: happened(at), data: { complaint } };
}

export function pause({ at = 'Mon 12:00' }): c.PauseClock {
  return { type: 'PauseClock', metadata: happened(at), data: { reason: 'waiting-for-access' } };
}

export function resume({ at = 'Mon 14:00' }): c.ResumeClock {
  return { type: 'ResumeClock', metadata: happened(at), data: { reason: 'access-given' } };
}

/** Voids the n-th entry of the history, counted from 1 as they were recorded. */
export function voidEntry(n: number, at = 'Sat 12:00'): c.VoidEntry {
  return { type: 'VoidEntry', metadata: happened(at), data: { entry: entryId(n), reason: 'mistaken' } };
}

export function reapply(terms: Partial<Terms>, at = 'Sat 12:00'): c.ReapplyPolicy {
  return { type: 'ReapplyPolicy', metadata: happened(at), data: { terms: { ...TERMS, ...terms } } };
}

/** The id of the n-th entry of a history. */
export function entryId(n: number): string {
  return `entry-${n}`;
}
