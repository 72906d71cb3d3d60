import { describe, expect, it } from '@jest/globals';
import { type Instant } from '#kept/domain';
import { type AgendaItem, type Clock, Watch } from './index.js';

/** A clock that somebody else moves; whoever sleeps wakes when it has come far enough. */
class HandClock implements Clock {
  slept = 0;
  readonly #sleepers = new Set<{ until: number; wake: () => void }>();
  /** Milliseconds since the test began, which no setting of the clock changes. */
  #elapsed = 0;

  constructor(public time: number) {}

  now(): Instant {
    return this.time as Instant;
  }

  sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
    this.slept += 1;
    return new Promise((resolve) => {
      const sleeper = { until: this.#elapsed + milliseconds, wake: done };
      const sleepers = this.#sleepers;
      function done(): void {
        sleepers.delete(sleeper);
        signal.removeEventListener('abort', done);
        resolve();
      }
      if (signal.aborted) {
        resolve();
        return;
      }
      this.#sleepers.add(sleeper);
      signal.addEventListener('abort', done);
    });
  }

  /** Time goes by, and everybody gets their turn. */
  async pass(milliseconds: number): Promise<void> {
    const end = this.#elapsed + milliseconds;
    while (this.#elapsed < end) {
      const step = Math.min(end, ...[...this.#sleepers].map(({ until }) => until)) - this.#elapsed;
      this.time += step;
      this.#elapsed += step;
      for (const sleeper of [...this.#sleepers]) if (sleeper.until <= this.#elapsed) sleeper.wake();
      await settled();
    }
  }
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate);
}

/** An agenda in memory, of commitments that are due once. */
class HandAgenda {
  readonly rows = new Map<string, AgendaItem>();
  looks = 0;
  position = 0;

  put(commitment: string, attentionAt: number): void {
    this.position += 1;
    const position = this.rows.get(commitment)?.position ?? this.position;
    this.rows.set(commitment, {
      commitment,
      attentionAt: attentionAt as Instant,
      position,
      lastPosition: this.position,
    });
  }

  #ordered(): AgendaItem[] {
    this.looks += 1;
    return [...this.rows.values()].sort((a, b) => a.attentionAt - b.attentionAt || a.position - b.position);
  }

  reached = (): Promise<number> => Promise.resolve(this.position);

  due = ({
    after,
    until,
    limit,
  }: {
    after?: { attentionAt: Instant; position: number } | undefined;
    until: Instant;
    limit: number;
  }) =>
    Promise.resolve(
      this.#ordered()
        .filter(
          (row) =>
            row.attentionAt <= until &&
            (!after ||
              row.attentionAt > after.attentionAt ||
              (row.attentionAt === after.attentionAt && row.position > after.position)),
        )
        .slice(0, limit),
    );

  changed = ({ after, until, limit }: { after: number; until: Instant; limit: number }) =>
    Promise.resolve(
      this.#ordered()
        .filter((row) => row.lastPosition > after && row.attentionAt <= until)
        .sort((a, b) => a.lastPosition - b.lastPosition)
        .slice(0, limit),
    );

  next = (after: Instant) => Promise.resolve(this.#ordered().find((row) => row.attentionAt > after)?.attentionAt);
}

function watching({ failing = () => false }: { failing?: (commitment: string) => boolean } = {}) {
  const clock = new HandClock(1_000_000);
  const agenda = new HandAgenda();
  const reviewed: string[] = [];
  const failures: string[] = [];
  const watch = new Watch({
    agenda,
    clock,
    review: (commitment) => {
      if (failing(commitment)) return Promise.reject(new Error('the disk is full'));
      reviewed.push(commitment);
      agenda.rows.delete(commitment);
      return Promise.resolve(undefined);
    },
    failed: (all) => failures.push(...all.map(({ item }) => item.commitment)),
  });
  return { clock, agenda, reviewed, failures, watch };
}

describe('a watch', () => {
  it('begins with everything that was missed, in the order of time, however much that is', async () => {
    const { agenda, watch, reviewed } = watching();
    for (let n = 0; n < 12_500; n += 1) agenda.put(`c${n}`, 1_000_000 - n);
    watch.start();
    await settled();
    await watch.stop();
    expect(reviewed).toHaveLength(12_500);
    expect(reviewed[0]).toBe('c12499');
  });

  it('sleeps until the next is due, and does not look at the agenda meanwhile', async () => {
    const { agenda, clock, watch, reviewed } = watching();
    agenda.put('in an hour', 1_000_000 + 3_600_000);
    watch.start();
    await settled();
    const looks = agenda.looks;
    await clock.pass(3_599_999);
    expect(agenda.looks).toBe(looks);
    expect(reviewed).toEqual([]);
    await clock.pass(1);
    expect(reviewed).toEqual(['in an hour']);
    await watch.stop();
  });

  it('hears of what is due earlier than what it sleeps until, or already was', async () => {
    const { agenda, clock, watch, reviewed } = watching();
    agenda.put('tomorrow', 1_000_000 + 86_400_000);
    watch.start();
    await settled();
    agenda.put('soon', 1_005_000);
    agenda.put('before', 900_000);
    watch.moved();
    await settled();
    expect(reviewed).toEqual(['before']);
    await clock.pass(5_000);
    expect(reviewed).toEqual(['before', 'soon']);
    await watch.stop();
  });

  it('finds what a clock that jumps ahead has brought, within a second', async () => {
    const { agenda, clock, watch, reviewed } = watching();
    agenda.put('tomorrow', 1_000_000 + 86_400_000);
    watch.start();
    await settled();
    clock.time += 2 * 86_400_000;
    await clock.pass(1_000);
    expect(reviewed).toEqual(['tomorrow']);
    await watch.stop();
  });

  it('loses nothing when the clock is set back after it had run ahead', async () => {
    const { agenda, clock, watch, reviewed } = watching();
    watch.start();
    await settled();
    clock.time += 3_600_000;
    await clock.pass(1_000);
    agenda.put('first', 1_000_000);
    watch.moved();
    await settled();
    clock.time -= 3_600_000;
    await clock.pass(1_000);
    agenda.put('in between', 1_600_000);
    watch.moved();
    await clock.pass(600_000);
    expect(reviewed).toEqual(['first', 'in between']);
    await watch.stop();
  });

  it('tries again what failed, and goes on where others work', async () => {
    let broken = true;
    const { agenda, clock, watch, reviewed, failures } = watching({ failing: (one) => broken && one === 'bad' });
    agenda.put('bad', 900_000);
    agenda.put('good', 900_001);
    watch.start();
    await settled();
    expect(reviewed).toEqual(['good']);
    broken = false;
    await clock.pass(500);
    expect(reviewed).toEqual(['good', 'bad']);
    expect(failures).toEqual(['bad']);
    await watch.stop();
  });

  it('gives nothing up while nothing works', async () => {
    let broken = true;
    const { agenda, clock, watch, reviewed } = watching({ failing: () => broken });
    agenda.put('a', 900_000);
    agenda.put('b', 900_000);
    watch.start();
    await clock.pass(120_000);
    broken = false;
    await clock.pass(31_000);
    expect(reviewed.sort()).toEqual(['a', 'b']);
    await watch.stop();
  });

  it('does not look again at what came to nothing, until it changes', async () => {
    const { agenda, clock, watch } = watching();
    const looked: string[] = [];
    const other = new Watch({
      agenda,
      clock,
      review: (one) => {
        looked.push(one);
        return Promise.resolve(undefined);
      },
    });
    agenda.put('forgotten', 900_000);
    other.start();
    await clock.pass(10_000);
    expect(looked).toEqual(['forgotten']);
    agenda.put('forgotten', 900_000);
    other.moved();
    await settled();
    expect(looked).toEqual(['forgotten', 'forgotten']);
    await other.stop();
    await watch.stop();
  });

  it('comes back to what the agenda put too early, without looking at it meanwhile', async () => {
    const { agenda, clock, watch } = watching();
    const looked: string[] = [];
    const other = new Watch({
      agenda,
      clock,
      review: (one, now) => {
        looked.push(one);
        return Promise.resolve(now < 1_060_000 ? (1_060_000 as Instant) : undefined);
      },
    });
    agenda.put('forgotten', 900_000);
    other.start();
    await clock.pass(59_999);
    expect(looked).toEqual(['forgotten']);
    await clock.pass(60_000);
    expect(looked).toEqual(['forgotten', 'forgotten']);
    await other.stop();
    await watch.stop();
  });

  it('ends while it sleeps, and while it waits to try again', async () => {
    const idle = watching();
    idle.watch.start();
    await settled();
    await idle.watch.stop();
    const failing = watching({ failing: () => true });
    failing.agenda.put('bad', 900_000);
    failing.watch.start();
    await settled();
    await failing.watch.stop();
    expect(failing.reviewed).toEqual([]);
  });
});
