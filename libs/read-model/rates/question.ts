import { type Basis, type Instant, type TimeZone } from '#kept/domain';
import { type Position } from '#kept/event-store';

/** What a rate may be sliced by. `reason` and `dimension` overlap: a commitment can be in several slices. */
export const SLICE_KEYS = [
  'team',
  'owner',
  'customer',
  'segment',
  'kind',
  'source',
  'mode',
  'dimension',
  'reason',
  'month',
] as const;
export type SliceKey = (typeof SLICE_KEYS)[number];

/** What commitments may be chosen by. */
export const CHOICE_KEYS = ['team', 'owner', 'customer', 'segment', 'kind', 'source', 'mode'] as const;
export type ChoiceKey = (typeof CHOICE_KEYS)[number];

export interface RatesQuestion {
  /**
   * One basis: the commitments whose due on that basis falls in the period. Several, side by side: on each of them the
   * commitments whose first due does.
   */
  bases: readonly Basis[];
  /** None: one row for everything. */
  by?: readonly SliceKey[];
  /** Only the commitments that have one of these, in each part that is named. */
  where?: Partial<Record<ChoiceKey, readonly string[]>>;
  /** The period [from, to); an end that is left out is open. */
  from?: Instant;
  to?: Instant;
  /** The zone in which a month begins, echoed in the answer. */
  timeZone: TimeZone;
  /** How far time has run. */
  at: Instant;
  /** The teams whose commitments the asker may see; absent: all. */
  teams?: readonly string[];
  /** What was known: everything up to this position. Default: all that is projected. */
  asOf?: Position;
}

/** The basis whose due decides whether a commitment is in the period. */
export function decidingBasis({ bases }: RatesQuestion): Basis {
  return bases.length === 1 ? bases[0]! : 'as-first-promised';
}
