import { type EventStore, type LoggedEvent, type Position } from '#kept/event-store';
import { type Clock } from '../clock.js';
import { type WebhookEngine } from './engine.js';

/** Milliseconds until the log is followed again where it could not be. */
const AGAIN_AFTER = 1_000;
/** Milliseconds until all are looked at again: keys of owners expire, and no entry says so. */
const ALL_AGAIN_AFTER = 60_000;
const SUBSCRIPTION = /^subscription-([^_].*)$/;
const ACCESS = /^access-([^_].*)$/;
const WHAT_MATTERS = ['subscription-', 'access-'] as const;

export interface FollowerParts {
  store: Pick<EventStore, 'head' | 'subscribe'>;
  engine: Pick<WebhookEngine, 'changed' | 'ownerChanged' | 'lookAtAll'>;
  clock: Clock;
  failed: (error: unknown) => void;
}

/**
 * Tells the engine when a subscription has changed, or what its owner may see, whoever recorded that: it may be another process. Everything that
 * delivery has to know comes by the log.
 */
export class SubscriptionFollower {
  readonly #stop = new AbortController();
  #running: Promise<void> | undefined;
  #cancel: (() => void) | undefined;

  constructor(private readonly parts: FollowerParts) {}

  /** Follows what changes from now on: what the engine looks at afterwards it need not be told of. */
  async start(): Promise<void> {
    const head = await this.parts.store.head();
    this.#running = this.#run(head);
    this.#lookAgain();
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    this.#cancel?.();
    await this.#running;
  }

  #lookAgain(): void {
    this.#cancel = this.parts.clock.after(ALL_AGAIN_AFTER, () => {
      void this.parts.engine.lookAtAll().finally(() => {
        if (!this.#stop.signal.aborted) this.#lookAgain();
      });
    });
  }

  async #run(after: Position): Promise<void> {
    const { store, engine, clock, failed } = this.parts;
    const { signal } = this.#stop;
    while (!signal.aborted) {
      try {
        for await (const page of store.subscribe({ after, prefixes: WHAT_MATTERS }, signal)) {
          for (const subscription of namesIn(page, SUBSCRIPTION)) void engine.changed(subscription);
          for (const owner of namesIn(page, ACCESS)) void engine.ownerChanged(owner);
          after = page.at(-1)?.position ?? after;
        }
      } catch (error) {
        failed(error);
      }
      if (this.#stop.signal.aborted) return;
      await new Promise<void>((resolve) => {
        clock.after(AGAIN_AFTER, resolve);
        signal.addEventListener('abort', () => resolve());
      });
    }
  }
}

const namesIn = (page: readonly LoggedEvent[], kind: RegExp): Set<string> =>
  new Set(page.flatMap(({ stream }) => kind.exec(stream)?.[1] ?? []));
