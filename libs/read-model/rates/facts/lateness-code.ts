const float = new Float32Array(1);
const bits = new Uint32Array(float.buffer);

const MANTISSA = 9;
/** The exponent of 1 in a float, in the place it has in a code. */
const ONE = 127 << MANTISSA;
const ZERO = 0x8000;

/** For what was not done, or not at a known instant, or was never due: earlier than any code of a lateness. */
export const NO_LATENESS = 0;

/**
 * A number of milliseconds in 16 bits: larger numbers never have smaller codes, and numbers of one code lie within one
 * part in 512 of each other. What is later than so many is found among the few of one code, not among all. It is the
 * number as a short float, since those are ordered like their bits.
 * @param milliseconds a whole number
 */
export function latenessCode(milliseconds: number): number {
  if (milliseconds === 0) return ZERO;
  float[0] = Math.abs(milliseconds);
  const magnitude = (bits[0]! >>> (23 - MANTISSA)) - ONE + 1;
  return milliseconds > 0 ? ZERO + magnitude : ZERO - magnitude;
}
