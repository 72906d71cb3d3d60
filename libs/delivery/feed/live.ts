import { type EventStore, type LoggedEvent, type Position } from '#kept/event-store';
import { Recent } from './recent.js';

/** One following of the log, shared by everybody who joined it. */
interface Run {
  recent: Recent | undefined;
  ready: Promise<void>;
  stop: AbortController;
  waiting: Set<() => void>;
  /** Why it has ended, where nobody wanted it to. */
  failure?: unknown;
  followers: number;
}

/** A follower's hold on the end of the log. */
export interface Joined {
  /** Events after a position, as far as they are at hand; `undefined` where they must be read. @throws what ended it */
  after(position: Position, limit: number): readonly LoggedEvent[] | undefined;
  /** Resolves when there may be more, or when the signal aborts. To miss nothing, call it where `after` gave nothing. */
  more(signal: AbortSignal): Promise<void>;
  leave(): void;
}

/** Follows the end of the log once for all who want to, for as long as anybody does. */
export class Live {
  #run: Run | undefined;

  constructor(
    private readonly store: Pick<EventStore, 'head' | 'subscribe'>,
    /** Events that are kept at hand. */
    private readonly most: number,
  ) {}

  async join(): Promise<Joined> {
    const run = (this.#run ??= this.#start());
    run.followers += 1;
    await run.ready;
    let left = false;
    return {
      after: (position, limit) => {
        if ('failure' in run) throw run.failure;
        return run.recent?.after(position, limit);
      },
      more: (signal) => waitIn(run, signal),
      leave: () => {
        if (left) return;
        left = true;
        run.followers -= 1;
        if (run.followers === 0) this.#end(run);
      },
    };
  }

  /** Wakes everybody: there is nothing more to come. */
  close(): void {
    if (this.#run) this.#end(this.#run);
  }

  #start(): Run {
    const run: Run = {
      recent: undefined,
      ready: Promise.resolve(),
      stop: new AbortController(),
      waiting: new Set(),
      followers: 0,
    };
    const head = this.store.head();
    run.ready = head.then(
      (at) => void (run.recent = new Recent(at, this.most)),
      () => undefined,
    );
    void this.#follow(run, head);
    return run;
  }

  async #follow(run: Run, head: Promise<Position>): Promise<void> {
    try {
      const after = await head;
      await run.ready;
      for await (const events of this.store.subscribe({ after }, run.stop.signal)) {
        run.recent?.push(events);
        wake(run);
      }
      if (!run.stop.signal.aborted) throw new Error('the log has ended');
    } catch (error) {
      run.failure = error;
      this.#end(run);
    }
  }

  #end(run: Run): void {
    if (this.#run === run) this.#run = undefined;
    run.stop.abort();
    wake(run);
  }
}

function wake({ waiting }: Run): void {
  for (const each of [...waiting]) each();
}

function waitIn({ waiting, stop }: Run, signal: AbortSignal): Promise<void> {
  if (signal.aborted || stop.signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const woken = (): void => {
      signal.removeEventListener('abort', woken);
      waiting.delete(woken);
      resolve();
    };
    waiting.add(woken);
    signal.addEventListener('abort', woken, { once: true });
  });
}
