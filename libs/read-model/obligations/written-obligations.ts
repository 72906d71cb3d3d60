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
 * its clock was stopped, when its breach was declared for which deadline, when it was done
 * after all, and which complaint it is about; 0 is nothing. Words are places
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
  lateAt?: number,
  complaint?: string,
];

export function writtenObligations({ obligations }: Owed, found: readonly FoundBefore[]): string {
  return JSON.stringify(obligations.map((one) => written(one, foundBefore(found, one).standing)));
}

export function readObligations(text: string): ListedObligation[] {
  return (JSON.parse(text) as Written[]).map(read);
}

function written(
  { kind, entry, since, deadline, end, stoppedAt, lateAt, complaint }: Obligation,
  standing: FoundBefore['standing'],
): Written {
  const row: Written = [
    OBLIGATIONS.indexOf(kind),
    entry,
    since,
    deadline,
    end ? [ENDS.indexOf(end.state), end.at] : 0,
    stoppedAt ?? 0,
    standing ? [standing.deadline, standing.at] : 0,
    lateAt ?? 0,
  ];
  if (complaint !== undefined) row.push(complaint);
  while (row.at(-1) === 0 && row.length > 4) row.pop();
  return row;
}

function read([kind, entry, since, deadline, end, stoppedAt, declared, lateAt, complaint]: Written): ListedObligation {
  const obligation: ListedObligation = {
    kind: OBLIGATIONS[kind]!,
    entry,
    since: since as Instant,
    deadline: deadline as Instant,
  };
  if (end) obligation.end = { state: ENDS[end[0]]!, at: end[1] as Instant };
  if (stoppedAt) obligation.stoppedAt = stoppedAt as Instant;
  if (declared) obligation.declared = { deadline: declared[0] as Instant, at: declared[1] as Instant };
  if (lateAt) obligation.lateAt = lateAt as Instant;
  if (complaint !== undefined) obligation.complaint = complaint;
  return obligation;
}
