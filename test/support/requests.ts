import { type CommitmentCommand, formatInstant, type PromisedWindow } from '#kept/domain';

/** What is to be sent for a command: below `/v1/commitments/{id}`, except for the promise itself. */
export interface EntryRequest {
  path: string;
  body: object;
}

/** A command of the domain as somebody says it over HTTP. @param entries the ids of the entries recorded so far */
export function requestOf(command: CommitmentCommand, entries: readonly string[]): EntryRequest {
  const occurredAt = formatInstant(command.metadata.occurredAt);
  const { path, body } = saying(command, entries);
  return { path, body: { ...body, occurredAt } };
}

function saying(command: CommitmentCommand, entries: readonly string[]): EntryRequest {
  switch (command.type) {
    case 'MakePromise': {
      const { customer, team, owner, kind, promised, requested, terms, clarity, source, contactMode } = command.data;
      const body = {
        ...{ customer, team, owner, kind, clarity, source, contactMode, promised: windowBody(promised) },
        ...(requested && { requested: windowBody(requested) }),
        tolerance: `PT${terms.tolerance / 60_000}M`,
      };
      return { path: '', body };
    }
    case 'Reschedule':
      return { path: '/reschedules', body: { ...command.data, to: windowBody(command.data.to) } };
    case 'Notify': {
      const { conveyed, ...data } = command.data;
      return { path: '/notifications', body: { ...data, ...(conveyed && { conveyed: windowBody(conveyed) }) } };
    }
    case 'Fulfil': {
      const { interval } = command.data;
      if (!interval) return { path: '/fulfilment', body: {} };
      const [notBefore, notAfter] = [formatInstant(interval.notBefore), formatInstant(interval.notAfter)];
      return { path: '/fulfilment', body: { interval: { notBefore, notAfter } } };
    }
    case 'Withdraw':
      return { path: '/withdrawal', body: command.data };
    case 'RecordFollowUpCall':
      return { path: '/follow-up-calls', body: command.data };
    case 'VoidEntry': {
      // The histories number their entries from one.
      const entry = entries[Number(/\d+$/.exec(command.data.entry)![0]) - 1]!;
      return { path: '/voids', body: { ...command.data, entry } };
    }
    default:
      throw new Error(`nobody says ${command.type} in here`);
  }
}

const windowBody = ({ from, due, timeZone }: PromisedWindow) => ({
  ...(from !== undefined && { from: formatInstant(from) }),
  ...{ due: formatInstant(due), timeZone },
});
