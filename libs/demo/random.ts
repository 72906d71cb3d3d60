/**
 * Seeded random numbers, the same on every machine: sfc32 (“small fast counter”) by Chris Doty-Humphrey, of PractRand,
 * https://pracrand.sourceforge.net. Not for secrets.
 */
export class Random {
  private a: number;
  private b: number;
  private c: number;
  private counter = 1;

  constructor(seed: number) {
    // The low and the high half, so that large seeds differ too; twelve rounds mix them, as the author advises.
    this.a = 0;
    this.b = Math.floor(seed / 2 ** 32) | 0;
    this.c = seed | 0;
    for (let round = 0; round < 12; round += 1) this.bits();
  }

  /** From 0 up to, and not including, 1. */
  next(): number {
    return this.bits() / 2 ** 32;
  }

  /** A whole number, both bounds possible. */
  whole(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  /** Whether something of that probability happens. */
  happens(probability: number): boolean {
    return this.next() < probability;
  }

  /** One of several, each as likely as the other. */
  pick<T>(values: readonly [T, ...T[]] | readonly T[]): T {
    return values[Math.floor(this.next() * values.length)]!;
  }

  /** One of several by weight. */
  weighted<T>(values: readonly (readonly [value: T, weight: number])[]): T {
    let left = this.next() * values.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [value, weight] of values) {
      left -= weight;
      if (left < 0) return value;
    }
    return values.at(-1)![0];
  }

  /** How long until something that happens once in `mean` on average: short mostly, long at times. */
  exponential(mean: number): number {
    return -Math.log(1 - this.next()) * mean;
  }

  private bits(): number {
    const sum = (this.a + this.b + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }
}
