import { type SliceKey } from './question.js';

/** Where a row of an answer belongs; `null` where a commitment has no such thing. */
export type Slice = Partial<Record<SliceKey, string | null>>;

/** The column a slice is grouped by. A month has none: each is a period of its own. */
const COLUMNS = {
  team: 'team',
  owner: 'owner',
  customer: 'customer',
  segment: 'segment',
  kind: 'kind',
  source: 'source',
  mode: 'mode',
  dimension: 'dimensions',
  reason: 'reasons',
} as const satisfies Partial<Record<SliceKey, string>>;

export type SliceColumn = (typeof COLUMNS)[keyof typeof COLUMNS];

export function columnsOf(by: readonly SliceKey[]): SliceColumn[] {
  return by.flatMap((key) => (key === 'month' ? [] : [COLUMNS[key]]));
}

/** The slices of a group of commitments that agree in the columns: several, where it has several reasons, say. */
export function slicesOf(
  by: readonly SliceKey[],
  group: Partial<Record<SliceColumn, string | null>>,
  month: string | null,
): Slice[] {
  return by.reduce<Slice[]>(
    (slices, key) =>
      slices.flatMap((slice) => valuesOf(key, group, month).map((value) => ({ ...slice, [key]: value }))),
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

function valuesOf(
  key: SliceKey,
  group: Partial<Record<SliceColumn, string | null>>,
  month: string | null,
): (string | null)[] {
  if (key === 'month') return [month];
  const value = group[COLUMNS[key]] ?? null;
  if (key !== 'reason' && key !== 'dimension') return [value];
  const members = JSON.parse(value ?? '[]') as string[];
  return members.length === 0 ? [null] : members;
}
