import {
  BASES,
  type CommitmentFacts,
  CONTACT_MODES,
  type ContactMode,
  type Dimension,
  DIMENSIONS,
  SETTLED_OUTCOMES,
  type SettledOutcome,
  type Source,
  SOURCES,
} from '#kept/domain';

/**
 * Everything that is counted of a commitment, but for whose it is and when it was due. A million commitments have some
 * hundreds of profiles: so many commitments of each are counted, and the rest is arithmetic.
 */
export interface Profile {
  source: Source;
  mode: ContactMode;
  dimensions: readonly Dimension[];
  reasons: readonly string[];
  /** Per basis, in the order of `BASES`. */
  outcomes: readonly (SettledOutcome | 'open' | undefined)[];
  /** Whether it is known as an instant when it was done, and so by each of these bases how late. */
  isInstant: boolean;
  /** By the places of `SUMS`. */
  sums: readonly number[];
}

/** What is counted beside a rate, in the order in which a profile has it. */
export const SUMS = [
  'reschedules',
  'shortNotices',
  'toldChanges',
  'early',
  'keptOnlyBecauseTold',
  'keptNotSolved',
  'keptLeftUndone',
] as const satisfies readonly (keyof CommitmentFacts)[];

const FLAGS = SUMS.slice(3) as readonly Exclude<
  (typeof SUMS)[number],
  'reschedules' | 'shortNotices' | 'toldChanges'
>[];

/** An open commitment's, and that of a basis it does not have. */
const OPEN = SETTLED_OUTCOMES.length;
const NONE = OPEN + 1;

/** A profile as a text: equal profiles are equal texts. */
export function profileText(facts: CommitmentFacts): string {
  let outcomes = 0;
  for (const basis of BASES) {
    const fact = facts.bases[basis];
    const code = fact ? (fact.outcome === undefined ? OPEN : SETTLED_OUTCOMES.indexOf(fact.outcome)) : NONE;
    outcomes = outcomes * 8 + code;
  }
  let dimensions = 0;
  for (const dimension of facts.dimensions) dimensions |= 1 << DIMENSIONS.indexOf(dimension);
  let flags = 0;
  for (const flag of FLAGS) flags = flags * 2 + (facts[flag] ? 1 : 0);
  const { reasons, reschedules, shortNotices, toldChanges } = facts;
  const named = reasons.length === 0 ? '[]' : JSON.stringify(reasons.toSorted());
  const [source, mode] = [SOURCES.indexOf(facts.source), CONTACT_MODES.indexOf(facts.mode)];
  return `${source},${mode},${dimensions},${outcomes},${reschedules},${shortNotices},${toldChanges},${flags},${named}`;
}

type Written = [
  source: number,
  mode: number,
  dimensions: number,
  outcomes: number,
  reschedules: number,
  shortNotices: number,
  toldChanges: number,
  flags: number,
  reasons: string[],
];

export function profileOf(text: string, isInstant: boolean): Profile {
  const [source, mode, dimensions, outcomes, reschedules, shortNotices, toldChanges, flags, reasons] = JSON.parse(
    `[${text}]`,
  ) as Written;
  return {
    source: SOURCES[source]!,
    mode: CONTACT_MODES[mode]!,
    dimensions: DIMENSIONS.filter((_, n) => dimensions & (1 << n)),
    reasons,
    outcomes: BASES.map((_, n) => {
      const code = Math.floor(outcomes / 8 ** (BASES.length - 1 - n)) % 8;
      return code === OPEN ? 'open' : SETTLED_OUTCOMES[code];
    }),
    isInstant,
    sums: [
      reschedules,
      shortNotices,
      toldChanges,
      ...FLAGS.map((_, n) => Math.floor(flags / 2 ** (FLAGS.length - 1 - n)) % 2),
    ],
  };
}
