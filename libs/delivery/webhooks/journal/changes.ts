import { type AttemptRow, type DeadRow, type EndpointRow, type GapRow, type HeldRow } from './schema.js';

/** What becomes of one row: it is written, or it is not there any more. */
interface Change<Key, Row> {
  key: Key;
  row?: Row;
}

/** What is to be written in one transaction. Of each row the last word. */
export interface Changes {
  /** Endpoints of which nothing remains. */
  dropped: ReadonlySet<string>;
  held: ReadonlyMap<string, Change<Pick<HeldRow, 'subscription' | 'seq'>, HeldRow>>;
  gaps: ReadonlyMap<string, Change<Pick<GapRow, 'subscription' | 'lane'>, GapRow>>;
  dead: ReadonlyMap<string, Change<Pick<DeadRow, 'subscription' | 'position'>, DeadRow>>;
  attempts: readonly AttemptRow[];
  endpoints: readonly EndpointRow[];
}

/** The endpoints of which something is to be written. */
export function touchedBy({ held, gaps, dead, attempts, endpoints }: Changes): string[] {
  const keys = [held, gaps, dead].flatMap((changes) => [...changes.values()].map(({ key }) => key));
  return [...new Set([...endpoints, ...attempts, ...keys].map(({ subscription }) => subscription))];
}

/** Changes as they gather. */
export class Gathered implements Changes {
  readonly dropped = new Set<string>();
  readonly held = new Map<string, Change<Pick<HeldRow, 'subscription' | 'seq'>, HeldRow>>();
  readonly gaps = new Map<string, Change<Pick<GapRow, 'subscription' | 'lane'>, GapRow>>();
  readonly dead = new Map<string, Change<Pick<DeadRow, 'subscription' | 'position'>, DeadRow>>();
  attempts: AttemptRow[] = [];
  endpoints: EndpointRow[] = [];

  get size(): number {
    return this.dropped.size + this.held.size + this.gaps.size + this.dead.size + this.attempts.length;
  }

  hold(row: HeldRow): void {
    this.held.set(`${row.subscription} ${row.seq}`, { key: row, row });
  }

  release(subscription: string, seq: number): void {
    this.held.set(`${subscription} ${seq}`, { key: { subscription, seq } });
  }

  gap(subscription: string, lane: string, missing: number): void {
    const key = { subscription, lane };
    this.gaps.set(`${subscription} ${lane}`, missing === 0 ? { key } : { key, row: { ...key, missing } });
  }

  bury(row: DeadRow): void {
    this.dead.set(`${row.subscription} ${row.position}`, { key: row, row });
  }

  exhume(subscription: string, position: string): void {
    this.dead.set(`${subscription} ${position}`, { key: { subscription, position } });
  }

  /** Nothing of an endpoint is to remain, nor of what has gathered about it. */
  drop(subscription: string): void {
    this.forget(subscription);
    this.dropped.add(subscription);
  }

  /** What has gathered about an endpoint is not written: it is somebody else's. */
  forget(subscription: string): void {
    this.dropped.delete(subscription);
    for (const changes of [this.held, this.gaps, this.dead] as Map<string, { key: { subscription: string } }>[])
      for (const [name, { key }] of changes) if (key.subscription === subscription) changes.delete(name);
    this.attempts = this.attempts.filter((attempt) => attempt.subscription !== subscription);
  }

  /** Takes in what gathered before these and could not be written. */
  after(earlier: Gathered): void {
    for (const subscription of this.dropped) earlier.drop(subscription);
    for (const name of ['held', 'gaps', 'dead'] as const) {
      const ours = this[name] as Map<string, unknown>;
      for (const [key, change] of earlier[name]) if (!ours.has(key)) ours.set(key, change);
    }
    for (const subscription of earlier.dropped) this.dropped.add(subscription);
    this.attempts = [...earlier.attempts, ...this.attempts];
  }
}
