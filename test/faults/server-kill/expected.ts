/** What an event says of a request: enough to know it by, and to know that it is the one. */
type Data = Record<string, unknown>;

interface Kind {
  /** The field of the event that the request's marker went into. */
  marker: (data: Data) => unknown;
  /** The fields that were said, as the event has them. */
  said: (body: Data) => Data;
}

const as = (field: string) => (data: Data) => data[field];

const KINDS: Record<string, Kind> = {
  PromiseMade: {
    marker: as('owner'),
    said: ({ customer, team, kind, owner, promised, personal }) => ({
      customer,
      team,
      kind,
      owner,
      promised,
      ...(personal !== undefined && { personal }),
    }),
  },
  CustomerNotified: {
    marker: as('channel'),
    said: ({ purpose, channel, reached, conveyed, answer }) => ({ purpose, channel, reached, conveyed, answer }),
  },
  CommitmentRescheduled: {
    marker: as('reason'),
    said: ({ to, reason, initiator }) => ({ to, reason, initiator }),
  },
  PromiseFulfilled: {
    marker: ({ evidence }) => (evidence as unknown[])[0],
    said: ({ evidence, leftUndone }) => ({ evidence, leftUndone }),
  },
  CustomerRegistered: {
    marker: as('segment'),
    said: ({ segment }) => ({ segment }),
  },
};

/** Types of the events that the clients of a trial record. */
export const isRecordedByClients = (type: string): boolean => Object.hasOwn(KINDS, type);

export const markerIn = (type: string, data: Data): string => String(KINDS[type]!.marker(data));

/** Whether an event says what the request's body said. */
export function saysTheSame(type: string, data: Data, body: Data): boolean {
  const said = KINDS[type]!.said(body);
  return Object.entries(said).every(([field, value]) => same(data[field], value));
}

/** In whatever order the fields stand. */
function same(one: unknown, other: unknown): boolean {
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return one === other;
  const [a, b] = [one as Data, other as Data];
  return Object.keys(a).length === Object.keys(b).length && Object.keys(a).every((key) => same(a[key], b[key]));
}
