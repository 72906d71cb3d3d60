import { type RecordedEvent as WireEvent, type ResolvedEvent } from '@eventstore/db-client';
import { setImmediate as turn } from 'node:timers/promises';

/** What the client answers a question with: a readable stream that only a call of its own ends at the server. */
export interface Answer {
  /** What has come and was not taken; `null` where nothing has. */
  read(): Pick<ResolvedEvent, 'event'> | null;
  on(event: 'error', listener: (error: Error) => void): unknown;
  on(event: 'readable' | 'end' | 'close', listener: () => void): unknown;
  off(event: 'readable', listener: () => void): unknown;
  destroy(error?: Error): unknown;
  resume(): unknown;
  readonly destroyed: boolean;
  cancel?: () => Promise<void>;
  unsubscribe?: () => Promise<void>;
}

/** The server has not answered for so long that it is taken for gone. */
export class ReadTimedOut extends Error {
  constructor(milliseconds: number) {
    super(`no answer for ${milliseconds} ms`);
    this.name = 'ReadTimedOut';
  }
}

export interface EventsOptions {
  pageSize: number;
  /** Milliseconds that the server may take for the next event; for ever, where somebody follows the log. */
  timeout?: number;
  signal?: AbortSignal;
}

/**
 * Pages of what the client reads: whatever is there already goes together. Ends at the server what is left early, which
 * the client does not do by itself.
 */
export async function* eventsOf(
  answer: Answer,
  { pageSize, timeout, signal }: EventsOptions,
): AsyncGenerator<WireEvent[]> {
  // In this very turn: a connection that fails before anybody listens would take the process with it.
  const arrivals = new Arrivals(answer);
  const abort = (): void => void answer.destroy();
  signal?.addEventListener('abort', abort, { once: true });
  let wasLeft = true;
  try {
    while (!signal?.aborted) {
      const page = takenFrom(answer, pageSize);
      if (page.length > 0) yield page;
      else if (arrivals.areOver()) break;
      else await arrivals.next(timeout);
    }
    wasLeft = signal?.aborted ?? false;
  } catch (error) {
    if (!signal?.aborted) throw error;
  } finally {
    signal?.removeEventListener('abort', abort);
    arrivals.stop();
    if (wasLeft) await (answer.cancel ?? answer.unsubscribe)?.call(answer);
    // What has come already flows away: the client keeps a call until its last event was taken.
    answer.resume();
  }
}

function takenFrom(answer: Answer, most: number): WireEvent[] {
  const page: WireEvent[] = [];
  while (page.length < most && !answer.destroyed) {
    const resolved = answer.read();
    if (resolved === null) break;
    if (resolved.event) page.push(resolved.event);
  }
  return page;
}

/** What comes, waited for once where it comes together: the stream's own iterator waits for every event. */
class Arrivals {
  #state: 'quiet' | 'more' | 'over' = 'quiet';
  #isComplete = false;
  #error: Error | undefined;
  #wake: () => void = () => undefined;

  constructor(private readonly answer: Answer) {
    answer.on('error', (error) => {
      this.#error ??= error;
      this.#end();
    });
    answer.on('end', () => {
      this.#isComplete = true;
      this.#end();
    });
    answer.on('close', () => {
      if (!this.#isComplete) this.#error ??= new Error('the answer was closed before its end');
      this.#end();
    });
    answer.on('readable', this.#more);
  }

  /**
   * Whether nothing comes any more; to be asked when everything that came has been taken.
   * @throws what the client failed with, and ReadTimedOut
   */
  areOver(): boolean {
    if (this.#error) throw this.#error;
    return this.#state === 'over';
  }

  /** Waits for what comes next, or for the end. */
  async next(timeout: number | undefined): Promise<void> {
    if (this.#state === 'quiet') {
      // Only the server is hurried: whoever takes the events may be slow.
      const late = (): void => void this.answer.destroy(new ReadTimedOut(timeout!));
      const timer = timeout === undefined ? undefined : setTimeout(late, timeout);
      await new Promise<void>((resolve) => (this.#wake = resolve));
      clearTimeout(timer);
      // Events come one by one, and those of one turn together: so whoever takes them does so once.
      await turn();
    }
    if (this.#state === 'more') this.#state = 'quiet';
  }

  stop(): void {
    this.answer.off('readable', this.#more);
  }

  readonly #more = (): void => {
    if (this.#state === 'quiet') this.#state = 'more';
    this.#wake();
  };

  readonly #end = (): void => {
    this.#state = 'over';
    this.#wake();
  };
}
