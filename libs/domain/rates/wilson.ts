/** An interval of proportions, both ends from 0 to 1. */
export interface Interval {
  low: number;
  high: number;
}

/** The 97.5 % point of the standard normal distribution: two-sided 95 %. */
const Z = 1.959963984540054;

/**
 * The Wilson score interval, 95 %, without continuity correction: for a rate k/n it never leaves 0…1 and stays honest
 * for small n, where a rate from one promise must not look certain.
 *
 * centre = (p + z²/2n) / (1 + z²/n), half-width = z·√(p(1−p)/n + z²/4n²) / (1 + z²/n)
 *
 * E. B. Wilson, “Probable inference, the law of succession, and statistical inference”, JASA 22 (1927) 209–212.
 * @returns `null` where there is nothing to count
 */
export function wilsonInterval(successes: number, trials: number): Interval | null {
  if (trials === 0) return null;
  const p = successes / trials;
  const scale = 1 + Z ** 2 / trials;
  const centre = (p + Z ** 2 / (2 * trials)) / scale;
  const half = (Z * Math.sqrt((p * (1 - p)) / trials + Z ** 2 / (4 * trials ** 2))) / scale;
  // At the ends the interval touches 0 or 1 exactly; floating point must not push it past or short of that.
  return { low: successes === 0 ? 0 : centre - half, high: successes === trials ? 1 : centre + half };
}
