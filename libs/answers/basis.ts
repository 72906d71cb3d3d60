import { type Basis } from '#kept/domain';

/** What people type for a basis, and what the domain calls it. */
export const BASIS_WORDS = {
  first: 'as-first-promised',
  last: 'as-last-agreed',
  requested: 'as-requested',
  planned: 'as-planned',
} as const satisfies Record<string, Basis>;
export type BasisWord = keyof typeof BASIS_WORDS;

/** What moving and what silence hide: first against last, last against planned. */
export const SIDE_BY_SIDE: readonly BasisWord[] = ['first', 'last', 'planned'];
