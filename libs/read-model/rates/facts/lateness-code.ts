const float = new Float32Array(1);
const bits = new Uint32Array(float.buffer);

/**
 * The first 16 bits of a number of milliseconds as a float: larger numbers never have smaller codes, and numbers of one
 * code lie within one part in 128 of each other. What is later is found among a few of one code, not among all.
 */
export function latenessCode(milliseconds: number): number {
  float[0] = milliseconds;
  const pattern = bits[0]!;
  // Floats are ordered like their bits, negative ones the other way round.
  return ((pattern >>> 31 === 1 ? ~pattern : pattern | 0x8000_0000) >>> 16) & 0xffff;
}
