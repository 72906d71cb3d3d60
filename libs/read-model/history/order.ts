import { type Instant } from '#kept/domain';

/**
 * What occurred, by occurred at, ties by their positions in the log. Each gets one number, of its moment and its place among
 * what is given, and numbers are sorted natively: ten thousand in a quarter of the time that a function to compare them takes.
 * @param positions of each of them
 */
export function inOrder<T extends { occurredAt: Instant }>(what: readonly T[], positions: readonly number[]): T[] {
  const count = what.length;
  // A power of two, so that dividing by it is exact.
  const places = 2 ** Math.ceil(Math.log2(Math.max(count, 2)));
  const keys = keysOf(what, places).sort();
  const order = new Uint32Array(count);
  for (let n = 0; n < count; n += 1) order[n] = keys[n]! - Math.floor(keys[n]! / places) * places;
  const earlier = (a: number, b: number): number =>
    what[a]!.occurredAt - what[b]!.occurredAt || positions[a]! - positions[b]!;
  for (let from = 0; from < count;) {
    const end = (Math.floor(keys[from]! / places) + 1) * places;
    let to = from + 1;
    while (to < count && keys[to]! < end) to += 1;
    if (to > from + 1) order.subarray(from, to).sort(earlier);
    from = to;
  }
  const ordered = new Array<T>(count);
  for (let n = 0; n < count; n += 1) ordered[n] = what[order[n]!]!;
  return ordered;
}

/** Whole numbers, which a double has up to 2⁵³: where moments are too far apart for that, some near ones share a slot. */
function keysOf(what: readonly { occurredAt: Instant }[], places: number): Float64Array {
  let [first, last] = [Infinity, -Infinity];
  for (const { occurredAt } of what) {
    if (occurredAt < first) first = occurredAt;
    if (occurredAt > last) last = occurredAt;
  }
  const width = Math.max(1, ((last - first) * places) / 2 ** 52);
  const keys = new Float64Array(what.length);
  for (let n = 0; n < keys.length; n += 1) keys[n] = Math.floor((what[n]!.occurredAt - first) / width) * places + n;
  return keys;
}
