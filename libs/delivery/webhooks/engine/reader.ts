import { type Position } from '#kept/event-store';
import { type FeedQuestion, type FeedReader } from '../../feed/feed-reader.js';
import { type FeedEntry } from '../../feed/feed-entry.js';
import { type Clock } from '../clock.js';
import { type Window } from './window.js';

/** Milliseconds until the log is read again where it could not be. */
const AGAIN_AFTER = 1_000;

export interface ReaderParts {
  feed: FeedReader;
  question: FeedQuestion;
  clock: Clock;
  window: Window;
  /** @param previous the position read before it */
  arrived: (entry: FeedEntry, previous: Position) => void;
  /** Whether more may be read now. */
  hasRoom: () => boolean;
  failed: (error: unknown) => void;
}

/** Reads what an endpoint is to get, page by page, as long as there is room for it. */
export class Reader {
  readonly #stop = new AbortController();
  #waiting: (() => void) | undefined;
  #running: Promise<void> | undefined;

  constructor(private readonly parts: ReaderParts) {}

  start(): void {
    this.#running = this.#run();
  }

  /** There may be room again. */
  look(): void {
    if (!this.#waiting || !this.parts.hasRoom()) return;
    this.#waiting();
    this.#waiting = undefined;
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    this.#waiting?.();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { feed, question, window, failed } = this.parts;
    const { signal } = this.#stop;
    let after = window.cursor;
    while (!signal.aborted) {
      try {
        await this.#room();
        for await (const { entries, through } of feed.follow({ ...question, after }, signal)) {
          if (this.#stop.signal.aborted) return;
          for (const entry of entries) {
            this.parts.arrived(entry, after);
            after = entry.position;
          }
          window.through(through);
          after = through;
          await this.#room();
        }
      } catch (error) {
        failed(error);
      }
      // Also where it ended by itself: a feed that is closed ends at once, however often it is asked.
      if (!this.#stop.signal.aborted) await this.#pause();
    }
  }

  async #room(): Promise<void> {
    if (this.#stop.signal.aborted || this.parts.hasRoom()) return;
    await new Promise<void>((resolve) => (this.#waiting = resolve));
  }

  async #pause(): Promise<void> {
    await new Promise<void>((resolve) => {
      const cancel = this.parts.clock.after(AGAIN_AFTER, resolve);
      this.#stop.signal.addEventListener('abort', () => {
        cancel();
        resolve();
      });
    });
  }
}
