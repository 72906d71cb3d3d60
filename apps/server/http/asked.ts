import { type Instant, instant, parseInstant } from '#kept/domain';
import { type Position } from '#kept/event-store';
import { type HistoryQuestion, LARGEST_PAGE } from '#kept/read-model';
import { Moment, Name } from './fields.js';
import { given } from './given.js';
import { PositionText, WholeText } from './query-fields.js';

/** What every question may say: that it wants to see what its asker has just recorded. */
export class Asked {
  @PositionText({
    optional: true,
    description: 'Waits until the answers have come to this position: read your writes.',
  })
  after?: string;
}

/** A question about how things stand at a moment. */
export class AskedAt extends Asked {
  @Moment({ optional: true, description: 'How far time had run; default: now.' })
  at?: string;
}

/** A question about the past, on both axes. */
export class AskedOfThePast extends AskedAt {
  @Moment({ optional: true, description: 'What the ledger had learned by then; default: everything.' })
  knownAt?: string;

  @PositionText({ optional: true, description: 'What was known, by position: everything up to it.' })
  asOf?: string;
}

/** A list that comes page by page. */
export class AskedPage extends Asked {
  @WholeText(1, LARGEST_PAGE, { optional: true, description: 'Rows a page; default: 50.' })
  limit?: string;

  @Name({ optional: true, description: 'The `next` of the page before.' })
  cursor?: string;
}

const ROWS_A_PAGE = 50;

export const momentOrNow = ({ at }: AskedAt): Instant =>
  at === undefined ? instant(Date.now()) : parseInstant(at, 'at');

export const momentOf = (text: string | undefined, field: string): Instant | undefined =>
  text === undefined ? undefined : parseInstant(text, field);

export function pageOf({ limit, cursor }: AskedPage): { limit: number; cursor?: string } {
  return { limit: limit === undefined ? ROWS_A_PAGE : Number(limit), ...given({ cursor }) };
}

export const positionOf = (text: string): Position => BigInt(text) as Position;

/** @param teams whose commitments the asker may see; `undefined`: all */
export function pastOf(asked: AskedOfThePast, teams: readonly string[] | undefined): HistoryQuestion {
  const { knownAt, asOf } = asked;
  return {
    at: momentOrNow(asked),
    ...given({
      knownAt: momentOf(knownAt, 'knownAt'),
      asOf: asOf === undefined ? undefined : positionOf(asOf),
      teams,
    }),
  };
}
