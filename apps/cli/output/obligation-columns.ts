import { type obligationJson, type owingJson } from '#kept/answers';
import { parseInstant, type TimeZone } from '#kept/domain';
import { type Column } from './formats.js';
import { clockTime } from './times.js';

/** One obligation, and the commitment it follows from. */
export type ObligationLine = ReturnType<typeof obligationJson> & Omit<ReturnType<typeof owingJson>, 'obligations'>;

/** A line for each obligation. */
export function obligationLines(rows: readonly ReturnType<typeof owingJson>[]): ObligationLine[] {
  return rows.flatMap(({ obligations, ...commitment }) => obligations.map((one) => ({ ...one, ...commitment })));
}

export function obligationColumns(zone: TimeZone): Column<ObligationLine>[] {
  const time = (at: string): string => clockTime(parseInstant(at), zone);
  return [
    {
      heading: 'deadline',
      cell: ({ deadline, clockStoppedAt }) =>
        `${time(deadline)}${clockStoppedAt === undefined ? '' : ', clock stopped'}`,
    },
    { heading: 'obligation', cell: ({ obligation }) => obligation },
    { heading: 'state', cell: stateText },
    { heading: 'commitment', cell: ({ commitment }) => commitment },
    { heading: 'kind', cell: ({ kind }) => kind },
    { heading: 'customer', cell: ({ customer }) => customer },
    { heading: 'team', cell: ({ team }) => team },
    { heading: 'owner', cell: ({ owner }) => owner },
  ];

  function stateText({ state, breachedAt, deadline, lateAt, declared }: ObligationLine): string {
    const when = breachedAt === undefined || breachedAt === deadline ? '' : ` ${time(breachedAt)}`;
    const remarks = [
      ...(lateAt === undefined ? [] : [`done ${time(lateAt)}`]),
      ...(declared === false ? ['not declared'] : []),
    ];
    return `${state}${when}${remarks.length === 0 ? '' : ` (${remarks.join(', ')})`}`;
  }
}
