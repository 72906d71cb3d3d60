import type Database from 'libsql';

/** Rows of one input that rows of another find by a key. The values lie in the scratch; in memory is a bit of each. */
export class Partners {
  private readonly insert: Database.Statement;
  private readonly select: Database.Statement;
  private readonly asked = new Map<string, Uint8Array>();
  private readonly sizes = new Map<string, number>();

  constructor(db: Database.Database) {
    this.insert = db.prepare('INSERT OR IGNORE INTO partners (input, key, number, cells) VALUES (?, ?, ?, ?)');
    this.select = db.prepare('SELECT number, cells FROM partners WHERE input = ? AND key = ?').raw();
  }

  /**
   * @param used whether the row counts as used already, because it gave entries of its own
   * @returns false where a row with that key was kept before
   */
  keep(input: string, key: string, cells: readonly string[], used: boolean): boolean {
    const number = this.size(input);
    if (this.insert.run([input, key, number, JSON.stringify(cells)]).changes === 0) return false;
    this.sizes.set(input, number + 1);
    if (used) this.mark(input, number);
    return true;
  }

  /** The kept values of the row with that key, which counts as used from now on. */
  find(input: string, key: string): readonly string[] | undefined {
    const found = this.select.get([input, key]) as [number: number, cells: string] | undefined;
    if (!found) return undefined;
    this.mark(input, found[0]);
    return JSON.parse(found[1]) as string[];
  }

  /** How many rows of an input were kept so far. */
  size(input: string): number {
    return this.sizes.get(input) ?? 0;
  }

  /** How many rows were asked for, of those kept from the one number up to before the other. */
  countUsed(input: string, from: number, to: number): number {
    const asked = this.asked.get(input);
    let count = 0;
    for (let number = from; number < to; number += 1) if (asked && isSet(asked, number)) count += 1;
    return count;
  }

  private mark(input: string, number: number): void {
    let asked = this.asked.get(input) ?? new Uint8Array(1024);
    if (number >> 3 >= asked.length) {
      const grown = new Uint8Array(Math.max(asked.length * 2, (number >> 3) + 1));
      grown.set(asked);
      asked = grown;
    }
    asked[number >> 3]! |= 1 << (number & 7);
    this.asked.set(input, asked);
  }
}

function isSet(bits: Uint8Array, number: number): boolean {
  return ((bits[number >> 3] ?? 0) & (1 << (number & 7))) !== 0;
}
