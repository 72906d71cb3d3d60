import { type SliceKey } from './question.js';

/** Where a row of an answer belongs; `null` where a commitment has no such thing. */
export type Slice = Partial<Record<SliceKey, string | null>>;

/** The slices that commitments are in: several, where they have several reasons, say. */
export function slicesOf(by: readonly SliceKey[], valuesOf: (key: SliceKey) => readonly (string | null)[]): Slice[] {
  return by.reduce<Slice[]>(
    (slices, key) => slices.flatMap((slice) => valuesOf(key).map((value) => ({ ...slice, [key]: value }))),
    [{}],
  );
}

/** A slice as a key: equal for equal slices, since their parts come in the question's order. */
export const keyOf = (slice: Slice): string => JSON.stringify(slice);

/** Slices in the order of their parts, by code units; where there is nothing, last. */
export function compareSlices(by: readonly SliceKey[], a: Slice, b: Slice): number {
  for (const key of by) {
    const [one, other] = [a[key] ?? null, b[key] ?? null];
    if (one === other) continue;
    if (one === null || other === null) return one === null ? 1 : -1;
    return one < other ? -1 : 1;
  }
  return 0;
}
