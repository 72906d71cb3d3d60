import {
  type FoundBefore,
  foundBefore,
  type Instant,
  type Obligation,
  type ObligationEnd,
  OBLIGATIONS,
  type Owed,
} from '#kept/domain';

/** An obligation, and the breach of it that the ledger has declared, if one stands. */
export interface ListedObligation extends Obligation {
  declared?: { deadline: Instant; at: Instant };
}

const ENDS = [
  'met',
  'breached',
  'superseded',
  'void',
  'undetermined',
] as const satisfies readonly ObligationEnd['state'][];

/**
 * As it is stored, one list an obligation: kind, entry, since, deadline; then what there is of: how it ended and when, when
 * its clock was stopped, when its breach was declared for which deadline, and which complaint it is about. Words are places
 * in the domain's own lists, which only grow at their ends.
 */
type Written = [
  kind: number,
  entry: string,
  since: number,
  deadline: number,
  end?: [state: number, at: number] | 0,
  stoppedAt?: number,
  declared?: [deadline: number, at: number] | 0,
  complaint?: string,
];

export function writtenObligations({ obligations }: Owed, found: readonly FoundBefore[]): string {
  return JSON.stringify(obligations.map((one) => written(one, foundBefore(found, one).standing)));
}

export function readObligations(text: string): ListedObligation[] {
  return (JSON.parse(text) as Written[]).map(read);
}

function written(
  { kind, entry, since, deadline, end, stoppedAt, complaint }: Obligation,
  standing: FoundBefore['standing'],
): Written {
  const row: Written = [OBLIGATIONS.indexOf(kind), entry, since, deadline];
  if (end || stoppedAt !== undefined || standing || complaint !== undefined)
    row.push(end ? [ENDS.indexOf(end.state), end.at] : 0);
  if (stoppedAt !== undefined || standing || complaint !== undefined) row.push(stoppedAt ?? 0);
  if (standing || complaint !== undefined) row.push(standing ? [standing.deadline, standing.at] : 0);
  if (complaint !== undefined) row.push(complaint);
  return row;
}

function read([kind, entry, since, deadline, end, stoppedAt, declared, complaint]: Written): ListedObligation {
  const obligation: ListedObligation = {
    kind: OBLIGATIONS[kind]!,
    entry,
    since: since as Instant,
    deadline: deadline as Instant,
  };
  if (end) obligation.end = { state: ENDS[end[0]]!, at: end[1] as Instant };
  if (stoppedAt) obligation.stoppedAt = stoppedAt as Instant;
  if (declared) obligation.declared = { deadline: declared[0] as Instant, at: declared[1] as Instant };
  if (complaint !== undefined) obligation.complaint = complaint;
  return obligation;
}
