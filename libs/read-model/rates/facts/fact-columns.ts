import { Dictionary } from './dictionary.js';
import { LatenessOrder } from './lateness-order.js';
import { type Profile, profileOf } from './profile.js';
import { type WrittenFacts } from './written-facts.js';

/** The columns a commitment is sliced and chosen by that hold names. */
export const NAMED = ['customer', 'segment', 'team', 'owner', 'kind'] as const;
export type Named = (typeof NAMED)[number];

/** The names behind the numbers, shared by all columns of a read model. */
export class Names {
  readonly of: Readonly<Record<Named, Dictionary>> = {
    customer: new Dictionary(),
    segment: new Dictionary(),
    team: new Dictionary(),
    owner: new Dictionary(),
    kind: new Dictionary(),
  };
  readonly #texts = new Dictionary();
  /** By number. */
  readonly profiles: Profile[] = [];

  /** @param isInstant whether it is known as an instant when it was done */
  profileCode(text: string, isInstant: boolean): number {
    const code = this.#texts.codeFor(isInstant ? text : `~${text}`);
    if (code === this.profiles.length) this.profiles.push(profileOf(text, isInstant));
    return code;
  }
}

/** Commitments that are looked at together, or passed over together. */
export const BLOCK = 4_096;

/** What holds for all commitments of a block, at least; never narrowed when one of them changes. */
export interface Block {
  /** Per basis. */
  earliestDue: number[];
  latestDue: number[];
  lastPosition: number;
  lastOccurredAt: number;
}

/**
 * The facts of commitments as columns of numbers, a hundred bytes each and four for each order of lateness, in the
 * order the promises were recorded. What there is not is NaN.
 */
export class FactColumns {
  length = 0;
  /** Raised with every change. */
  version = 0;
  /** The last position and moment at which anything of this was recorded, or happened. */
  readonly latest = { position: -Infinity, occurredAt: -Infinity };
  position = new Float64Array(0);
  lastPosition = new Float64Array(0);
  madeAt = new Float64Array(0);
  lastOccurredAt = new Float64Array(0);
  fulfilledAt = new Float64Array(0);
  profile = new Int32Array(0);
  readonly named: Record<Named, Int32Array> = {
    customer: new Int32Array(0),
    segment: new Int32Array(0),
    team: new Int32Array(0),
    owner: new Int32Array(0),
    kind: new Int32Array(0),
  };
  /** Per basis, in the order of `BASES`. */
  readonly due = [0, 1, 2, 3].map(() => new Float64Array(0));
  readonly blocks: Block[] = [];
  /** Room for one question at a time to note something of every row: made anew for each, that would take as long as much of the counting. */
  notes = new Int32Array(0);
  /** Per basis; each is made when it is first asked for. */
  readonly latenessOrder = [0, 1, 2, 3].map((basis) => new LatenessOrder(this, basis));

  constructor(private readonly names: Names) {}

  /** Adds a commitment, or replaces what is known of it. New ones come in the order of their positions. */
  put(position: number, lastPosition: number, written: WrittenFacts): void {
    const at = this.#placeOf(position);
    const [madeAt, lastOccurredAt, customer, segment, team, owner, kind, profile, fulfilledAt] = written;
    const { of } = this.names;
    this.position[at] = position;
    this.lastPosition[at] = lastPosition;
    this.madeAt[at] = madeAt;
    this.lastOccurredAt[at] = madeAt + lastOccurredAt;
    const fulfilledBefore = this.fulfilledAt[at]!;
    this.fulfilledAt[at] = fulfilledAt === null ? NaN : madeAt + fulfilledAt;
    this.profile[at] = this.names.profileCode(profile, fulfilledAt !== null);
    this.named.customer[at] = of.customer.codeFor(customer);
    this.named.segment[at] = of.segment.codeFor(segment);
    this.named.team[at] = of.team.codeFor(team);
    this.named.owner[at] = of.owner.codeFor(owner);
    this.named.kind[at] = of.kind.codeFor(kind);
    for (let basis = 0; basis < 4; basis += 1) {
      const due = written[9 + basis] as number | null;
      const before = fulfilledBefore - this.due[basis]![at]!;
      this.due[basis]![at] = due === null ? NaN : madeAt + due;
      const lateness = this.fulfilledAt[at] - this.due[basis]![at]!;
      if (!Object.is(before, lateness)) this.latenessOrder[basis]!.change(at, !Number.isNaN(before));
    }
    this.#widenBlock(at);
    this.version += 1;
    this.latest.position = Math.max(this.latest.position, lastPosition);
    this.latest.occurredAt = Math.max(this.latest.occurredAt, madeAt + lastOccurredAt);
  }

  /**
   * The earliest due by a basis from a moment on, `Infinity` where there is none. It may be earlier than any due there is, and
   * no due is between: two moments for which it is the same have the same dues before them, and the same after.
   */
  dueFrom(basis: number, moment: number): number {
    let next = Infinity;
    const due = this.due[basis]!;
    for (const [number, { earliestDue, latestDue }] of this.blocks.entries()) {
      const earliest = earliestDue[basis]!;
      if (latestDue[basis]! < moment || earliest >= next) continue;
      if (earliest >= moment) {
        next = earliest;
        continue;
      }
      const end = Math.min(this.length, (number + 1) * BLOCK);
      for (let row = number * BLOCK; row < end; row += 1) if (due[row]! >= moment && due[row]! < next) next = due[row]!;
    }
    return next;
  }

  #placeOf(position: number): number {
    const { length } = this;
    if (length > 0 && position <= this.position[length - 1]!) {
      let [low, high] = [0, length - 1];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (this.position[middle]! < position) low = middle + 1;
        else high = middle;
      }
      if (this.position[low] !== position) throw new Error(`position ${position} comes too late`);
      return low;
    }
    if (length === this.position.length) this.#grow(Math.max(BLOCK, Math.ceil(length * 1.25)));
    this.length += 1;
    this.fulfilledAt[length] = NaN;
    return length;
  }

  #grow(capacity: number): void {
    this.position = grown(this.position, capacity);
    this.lastPosition = grown(this.lastPosition, capacity);
    this.madeAt = grown(this.madeAt, capacity);
    this.lastOccurredAt = grown(this.lastOccurredAt, capacity);
    this.fulfilledAt = grown(this.fulfilledAt, capacity);
    this.profile = grown(this.profile, capacity);
    for (const name of NAMED) this.named[name] = grown(this.named[name], capacity);
    this.notes = new Int32Array(capacity);
    for (let basis = 0; basis < 4; basis += 1) this.due[basis] = grown(this.due[basis]!, capacity);
  }

  #widenBlock(at: number): void {
    const block = (this.blocks[Math.floor(at / BLOCK)] ??= {
      earliestDue: [Infinity, Infinity, Infinity, Infinity],
      latestDue: [-Infinity, -Infinity, -Infinity, -Infinity],
      lastPosition: -Infinity,
      lastOccurredAt: -Infinity,
    });
    for (let basis = 0; basis < 4; basis += 1) {
      const due = this.due[basis]![at]!;
      if (due < block.earliestDue[basis]!) block.earliestDue[basis] = due;
      if (due > block.latestDue[basis]!) block.latestDue[basis] = due;
    }
    block.lastPosition = Math.max(block.lastPosition, this.lastPosition[at]!);
    block.lastOccurredAt = Math.max(block.lastOccurredAt, this.lastOccurredAt[at]!);
  }
}

function grown<A extends Float64Array | Int32Array>(array: A, capacity: number): A {
  const larger = new (array.constructor as new (length: number) => A)(capacity);
  larger.set(array);
  return larger;
}
