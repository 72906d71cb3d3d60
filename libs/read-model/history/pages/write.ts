import {
  type CommitmentEvent,
  type CustomerEvent,
  type PromisedWindow,
  type PromiseMade,
  sameWindow,
} from '#kept/domain';
import { type EntrySubject } from '../../projection.js';
import { type Ground, shapeOf } from './entry-types.js';

/**
 * What an entry adds to the text of its page. Personal data stay in the ledger, where they can be erased: a copy here
 * would outlive its customer's wish.
 */
export function textOf({ position, page, stream, commitment, entry }: EntrySubject): string {
  const { revision, id, type, occurredAt, recordedAt } = entry;
  const opens = position === page;
  const promise = commitment?.promise;
  const ground = promise && { madeAt: promise.occurredAt, timeZone: promise.data.promised.timeZone };
  const said = ground ? dataOf(entry, ground, commitment.id) : [impersonal(entry)];
  const cells: unknown[] = [
    opens ? position : position - page,
    revision,
    id,
    shapeOf(type, said),
    ground && type !== 'PromiseMade' ? occurredAt - ground.madeAt : occurredAt,
    recordedAt - occurredAt,
  ];
  for (const cell of said) if (cell !== null) cells.push(cell);
  const text = JSON.stringify(cells).slice(1, -1);
  return opens ? `,${stream},${text}` : `,${text}`;
}

/** What a commitment's entry says: the commonest types have a form of their own, the others are written as they are. */
function dataOf(entry: CommitmentEvent | CustomerEvent, ground: Ground, commitment: string): unknown[] {
  switch (entry.type) {
    case 'PromiseMade':
      return promiseOf(entry.data, ground, commitment);
    case 'CustomerNotified': {
      const { purpose, channel, reached, conveyed, answer, warnings } = entry.data;
      return [purpose, channel, reached, conveyed ? windowOf(conveyed, ground) : null, answer, someOf(warnings)];
    }
    case 'CommitmentRescheduled': {
      const { from, to, reason, initiator, displacedBy = null, warnings } = entry.data;
      return [windowOf(from, ground), windowOf(to, ground), reason, initiator, someOf(warnings), displacedBy];
    }
    case 'PromiseFulfilled': {
      const { interval = null, levels, leftUndone, evidence } = entry.data;
      return [someLevels(levels), leftUndone, someOf(evidence), interval];
    }
    case 'CommitmentWithdrawn':
      return [entry.data.by, entry.data.reason];
    case 'FollowUpCallMade': {
      const { reached, problemPersists = null, satisfaction = null } = entry.data;
      return [reached, problemPersists, satisfaction];
    }
    default:
      return [impersonal(entry)];
  }
}

/** With what the windows of the entries after it are relative to. */
function promiseOf(data: PromiseMade['data'], ground: Ground, commitment: string): unknown[] {
  const { customer, segment = null, team, owner, kind, promised, plan, requested, recoveryOf = null } = data;
  return [
    commitment,
    ground.timeZone,
    windowOf(promised, ground),
    identical(plan, promised) ? null : windowOf(plan, ground),
    customer,
    team,
    owner,
    kind,
    someLevels(data.levels),
    data.clarity,
    data.source,
    data.contactMode,
    data.terms,
    someOf(data.warnings),
    segment,
    requested ? windowOf(requested, ground) : null,
    recoveryOf,
  ];
}

/** Mostly a due, and then a number alone. */
function windowOf({ from, due, timeZone }: PromisedWindow, { madeAt, timeZone: usual }: Ground): unknown {
  if (timeZone !== usual) return [due - madeAt, from === undefined ? null : from - madeAt, timeZone];
  return from === undefined ? due - madeAt : [due - madeAt, from - madeAt];
}

const identical = (a: PromisedWindow, b: PromisedWindow): boolean => sameWindow(a, b) && a.timeZone === b.timeZone;
// Mostly there are none, and a null is less to write and to read.
const someOf = (list: readonly string[]) => (list.length === 0 ? null : list);
const someLevels = (levels: object) => (isEmpty(levels) ? null : levels);

/** What is undefined is left out; quicker than leaving it out oneself. */
function impersonal({ data }: CommitmentEvent | CustomerEvent): object {
  return 'personal' in data ? { ...data, personal: undefined } : data;
}

function isEmpty(levels: object): boolean {
  for (const _ in levels) return false;
  return true;
}
