import { parseStreamName } from '#kept/contracts';
import { type Instant } from '#kept/domain';
import { type EventStore } from '#kept/event-store';
import { type Keys } from './keys.js';
import { type Session } from './session.js';

/** An open stream's hold on the session it was opened with. */
export interface Watched {
  /** Aborts when the key is revoked, in whatever process, when the session expires, or when nobody can tell any more. */
  signal: AbortSignal;
  /** Lets go, when the stream has ended by itself. */
  release: () => void;
}

/** The longest that a timer can wait. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** Ends what is open when those for whom it was opened are out. */
export class SessionWatch {
  readonly #open = new Map<string, Set<AbortController>>();
  #closed = false;
  #following: { ready: Promise<void>; stop: AbortController } | undefined;

  constructor(
    private readonly store: EventStore,
    private readonly keys: Pick<Keys, 'isLive'>,
    private readonly now: () => Instant,
  ) {}

  async watch({ key, endsAt }: Session): Promise<Watched> {
    const out = new AbortController();
    const timer = endsAt === undefined ? undefined : this.#expire(out, endsAt);
    if (key !== undefined) await this.#watchKey(key, out);
    return {
      signal: out.signal,
      release: () => {
        timer?.clear();
        if (key !== undefined) this.#forget(key, out);
      },
    };
  }

  /**
   * Whether a session is over: for work that goes on in steps, and can look before each of them. To follow the log while
   * that very work fills it would be to read it all again.
   */
  async isOver({ key, endsAt }: Session): Promise<boolean> {
    const now = this.now();
    if (this.#closed || (endsAt !== undefined && endsAt <= now)) return true;
    return key !== undefined && !(await this.keys.isLive(key, now));
  }

  close(): void {
    this.#closed = true;
    this.#end(new Error('the server is closing'));
  }

  /** First the log is followed, then the key is looked at: a revocation is before the look or in what follows. */
  async #watchKey(key: string, out: AbortController): Promise<void> {
    const watchers = this.#open.get(key) ?? new Set();
    this.#open.set(key, watchers.add(out));
    this.#following ??= this.#follow();
    try {
      await this.#following.ready;
      if (!(await this.keys.isLive(key, this.now()))) out.abort(new Error('the key is revoked or expired'));
    } catch (error) {
      this.#forget(key, out);
      throw error;
    }
  }

  #follow(): { ready: Promise<void>; stop: AbortController } {
    const stop = new AbortController();
    const head = this.store.head();
    const following = head
      .then(async (after) => {
        for await (const page of this.store.subscribe({ after, prefixes: ['access-'] }, stop.signal))
          for (const { type, stream, data } of page)
            if (type === 'KeyRevoked' && parseStreamName(stream)?.kind === 'access')
              this.#revoked(data['key'] as string);
        if (!stop.signal.aborted) throw new Error('the log has ended');
      })
      // Who cannot see revocations must not go on as if there were none.
      .catch((error: unknown) => {
        if (!stop.signal.aborted) this.#end(error);
      });
    void following;
    return { ready: head.then(() => undefined), stop };
  }

  #revoked(key: string): void {
    for (const out of this.#open.get(key) ?? []) out.abort(new Error(`key ${key} is revoked`));
    this.#open.delete(key);
  }

  #forget(key: string, out: AbortController): void {
    const watchers = this.#open.get(key);
    watchers?.delete(out);
    if (watchers?.size === 0) this.#open.delete(key);
    if (this.#open.size === 0) this.#stop();
  }

  #end(why: unknown): void {
    for (const watchers of this.#open.values()) for (const out of watchers) out.abort(why);
    this.#open.clear();
    this.#stop();
  }

  #stop(): void {
    this.#following?.stop.abort();
    this.#following = undefined;
  }

  #expire(out: AbortController, endsAt: Instant): { clear: () => void } {
    let timer: NodeJS.Timeout;
    const wait = (): void => {
      const left = endsAt - this.now();
      if (left <= 0) out.abort(new Error('the session has expired'));
      else timer = setTimeout(wait, Math.min(left, LONGEST_TIMER)).unref();
    };
    wait();
    return { clear: () => clearTimeout(timer) };
  }
}
