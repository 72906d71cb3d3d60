/** Into so many shares the work of a ledger is divided: more than there will ever be workers. */
export const SHARES = 64;

/** FNV-1a of 32 bits (Fowler, Noll, Vo): even, and the same in every process of every version. */
const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** The share that a commitment, or a subscription, belongs to: 0 up to, and not including, `SHARES`. */
export function shareOf(id: string): number {
  let hash = FNV_OFFSET;
  for (const byte of Buffer.from(id)) hash = Math.imul(hash ^ byte, FNV_PRIME) >>> 0;
  return hash % SHARES;
}

/** The shares that a worker holds at a moment. It never changes: another one takes its place. */
export class Holding {
  readonly #shares: ReadonlySet<number>;

  constructor(shares: Iterable<number>) {
    this.#shares = new Set(shares);
  }

  static readonly ALL = new Holding(Array.from({ length: SHARES }, (_, share) => share));
  static readonly NOTHING = new Holding([]);

  get size(): number {
    return this.#shares.size;
  }

  /** Whether a commitment, or a subscription, is this worker's. */
  has(id: string): boolean {
    return this.#shares.has(shareOf(id));
  }

  [Symbol.iterator](): Iterator<number> {
    return this.#shares.values();
  }
}
