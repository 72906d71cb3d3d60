import { AskBoard } from '#kept/application';
import { formatInstant, type Instant, type PromisedWindow } from '#kept/domain';
import { type BoardQuestion, LARGEST_PAGE, type ListedCommitment } from '#kept/read-model';
import { type QueryBus } from '@nestjs/cqrs';

/** One line of the file: flat, because that is what spreadsheets can work with. */
function flat(commitment: ListedCommitment) {
  const { first, requested, expectation, plan, settlement, outcomes } = commitment;
  return {
    commitment: commitment.commitment,
    customer: commitment.customer,
    segment: commitment.segment,
    team: commitment.team,
    owner: commitment.owner,
    kind: commitment.kind,
    status: commitment.status,
    madeAt: formatInstant(commitment.madeAt),
    timeZone: first.timeZone,
    ...windowOf('firstPromised', first),
    ...windowOf('requested', requested),
    ...windowOf('expectation', expectation),
    ...windowOf('plan', plan),
    settledBy: settlement?.by === 'withdrawal' ? `withdrawal by ${settlement.party}` : settlement?.by,
    settledAt: written(settlement?.at),
    asFirstPromised: outcomes['as-first-promised'],
    asLastAgreed: outcomes['as-last-agreed'],
    asRequested: outcomes['as-requested'],
    asPlanned: outcomes['as-planned'],
    reschedules: commitment.reschedules,
    openComplaints: commitment.openComplaints,
    clarity: commitment.clarity,
    source: commitment.source,
    contactMode: commitment.contactMode,
    warnings: commitment.warnings.join(' '),
    recoveryOf: commitment.recoveryOf,
    lastPosition: commitment.lastPosition,
  };
}

export type ExportedCommitment = ReturnType<typeof flat>;

/** In the order of the file; the same for every export, whatever is in it. */
export const COMMITMENT_COLUMNS: readonly (keyof ExportedCommitment)[] = [
  'commitment',
  'customer',
  'segment',
  'team',
  'owner',
  'kind',
  'status',
  'madeAt',
  'timeZone',
  'firstPromisedFrom',
  'firstPromisedDue',
  'requestedFrom',
  'requestedDue',
  'expectationFrom',
  'expectationDue',
  'planFrom',
  'planDue',
  'settledBy',
  'settledAt',
  'asFirstPromised',
  'asLastAgreed',
  'asRequested',
  'asPlanned',
  'reschedules',
  'openComplaints',
  'clarity',
  'source',
  'contactMode',
  'warnings',
  'recoveryOf',
  'lastPosition',
];

/**
 * All the commitments that a question chooses, page by page. By when they were made, which nothing recorded meanwhile can
 * change: each is there once, as it stood when its page was read; `lastPosition` says by which entry.
 */
export async function* commitmentPages(
  queries: QueryBus,
  question: Omit<BoardQuestion, 'limit' | 'cursor' | 'order' | 'descending'>,
): AsyncGenerator<ExportedCommitment[]> {
  let cursor: string | undefined;
  do {
    const page = { limit: LARGEST_PAGE, ...(cursor !== undefined && { cursor }) };
    const { rows, next } = await queries.execute(
      new AskBoard({ ...question, order: 'made', descending: false, ...page }),
    );
    if (rows.length > 0) yield rows.map(flat);
    cursor = next;
  } while (cursor !== undefined);
}

function windowOf<Name extends string>(name: Name, window: PromisedWindow | undefined) {
  return { [`${name}From`]: written(window?.from), [`${name}Due`]: written(window?.due) } as Record<
    `${Name}From` | `${Name}Due`,
    string | undefined
  >;
}

const written = (at: Instant | undefined): string | undefined => (at === undefined ? undefined : formatInstant(at));
