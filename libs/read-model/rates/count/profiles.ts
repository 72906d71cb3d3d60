import { type Profile } from '../facts/profile.js';
import { type RatesQuestion, type SliceKey } from '../question.js';

/** What a question wants to know of the profiles, by their numbers. */
export interface ProfileTable {
  /** 1 where the question's choice leaves it in. */
  chosen: Uint8Array;
  /** 1 where what is open is either pending or overdue, which depends on the due. */
  open: Uint8Array;
  /** Where the counts of a profile begin: it has one, or where it is open one for every combination of dues passed. */
  variant: Int32Array;
  variants: number;
  /** Profiles of one class are in the same slices. */
  classOf: Int32Array;
  /** Of each class, one that is in it. */
  classes: Profile[];
}

/** Combinations of what has passed on the four bases. */
export const PASSED = 16;

export function profileTable(profiles: readonly Profile[], { by = [], where = {} }: RatesQuestion): ProfileTable {
  const table: ProfileTable = {
    chosen: new Uint8Array(profiles.length),
    open: new Uint8Array(profiles.length),
    variant: new Int32Array(profiles.length),
    variants: 0,
    classOf: new Int32Array(profiles.length),
    classes: [],
  };
  const known = new Map<string, number>();
  for (const [code, profile] of profiles.entries()) {
    const open = profile.outcomes.includes('open');
    table.chosen[code] = isAmong(where.source, profile.source) && isAmong(where.mode, profile.mode) ? 1 : 0;
    table.open[code] = open ? 1 : 0;
    table.variant[code] = table.variants;
    table.variants += open ? PASSED : 1;
    const key = JSON.stringify(by.map((part) => valuesIn(profile, part)));
    let sort = known.get(key);
    if (sort === undefined) known.set(key, (sort = table.classes.push(profile) - 1));
    table.classOf[code] = sort;
  }
  return table;
}

const isAmong = (words: readonly string[] | undefined, word: string): boolean => words?.includes(word) ?? true;

/** What a profile is in a part of a slice; `undefined` for a part that it does not decide. */
export function valuesIn(profile: Profile, part: SliceKey): readonly (string | null)[] | undefined {
  switch (part) {
    case 'source':
    case 'mode':
      return [profile[part]];
    case 'dimension':
      return profile.dimensions;
    case 'reason':
      return profile.reasons.length === 0 ? [null] : profile.reasons;
    default:
      return undefined;
  }
}
