import { BASIS_WORDS, type BasisWord, SIDE_BY_SIDE } from '#kept/answers';
import { CONTACT_MODES, SOURCES, timeZone } from '#kept/domain';
import { type ObligationRatesQuestion, type RatesQuestion, SLICE_KEYS, type SliceKey } from '#kept/read-model';
import { Asked, momentOf, momentOrNow, positionOf } from '../http/asked.js';
import { Moment, Zone } from '../http/fields.js';
import { given } from '../http/given.js';
import { NameList, PositionText, WordList } from '../http/query-fields.js';

/** How many obligations were met in time, over the commitments first due in the period. */
export class ObligationRatesQuery extends Asked {
  @WordList(SLICE_KEYS, { optional: true, description: 'Slices; none: one row for everything.' })
  by?: SliceKey[];

  @NameList({ optional: true, description: 'Only of these teams.' })
  team?: string[];

  @NameList({ optional: true, description: 'Only of these owners.' })
  owner?: string[];

  @NameList({ optional: true, description: 'Only of these customers.' })
  customer?: string[];

  @NameList({ optional: true, description: 'Only of these segments.' })
  segment?: string[];

  @NameList({ optional: true, description: 'Only of these kinds.' })
  kind?: string[];

  @WordList(SOURCES, { optional: true, description: 'Only of these sources.' })
  source?: string[];

  @WordList(CONTACT_MODES, { optional: true, description: 'Only by these contact modes.' })
  mode?: string[];

  @Moment({ optional: true, description: 'Dues from this moment on.' })
  from?: string;

  @Moment({ optional: true, description: 'Dues before this moment.' })
  to?: string;

  @Zone({ optional: true, description: 'Of months; default: UTC.' })
  timeZone?: string;
}

/** How many promises were kept, on which basis. */
export class RatesQuery extends ObligationRatesQuery {
  @Moment({ optional: true, description: 'How far time had run; default: now.' })
  at?: string;

  @WordList(Object.keys(BASIS_WORDS), {
    optional: true,
    description:
      'Judged by; default: first, last, planned. Side by side they cover the commitments first due in the period.',
  })
  basis?: BasisWord[];

  @PositionText({ optional: true, description: 'What was known: everything up to this position.' })
  asOf?: string;
}

/** @param teams whose commitments the asker may count; `undefined`: all */
export function obligationRatesOf(
  asked: ObligationRatesQuery,
  teams: readonly string[] | undefined,
): ObligationRatesQuestion {
  const { by = [], from, to, timeZone: zone = 'UTC' } = asked;
  const { team, owner, customer, segment, kind, source, mode } = asked;
  return {
    by: [...new Set(by)],
    where: given({ team, owner, customer, segment, kind, source, mode }),
    timeZone: timeZone(zone),
    at: momentOrNow({}),
    ...given({ teams, from: momentOf(from, 'from'), to: momentOf(to, 'to') }),
  };
}

/** @param teams whose commitments the asker may count; `undefined`: all */
export function ratesOf(asked: RatesQuery, teams: readonly string[] | undefined): RatesQuestion {
  const { basis = SIDE_BY_SIDE, asOf } = asked;
  return {
    ...obligationRatesOf(asked, teams),
    at: momentOrNow(asked),
    bases: [...new Set(basis)].map((word) => BASIS_WORDS[word]),
    ...(asOf !== undefined && { asOf: positionOf(asOf) }),
  };
}
