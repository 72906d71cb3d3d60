import { type RecordedEvent as WireEvent, type ResolvedEvent } from '@eventstore/db-client';

/** What the client answers a question with: a readable stream that only a call of its own ends at the server. */
export interface Answer {
  iterator(options: { destroyOnReturn: boolean }): AsyncIterable<Pick<ResolvedEvent, 'event'>>;
  on(event: 'error', listener: (error: Error) => void): unknown;
  destroy(error?: Error): unknown;
  resume(): unknown;
  readonly readableLength: number;
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
  /** Milliseconds that the next event may take; for ever, where somebody follows the log. */
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
  answer.on('error', () => undefined);
  const abort = (): void => void answer.destroy();
  signal?.addEventListener('abort', abort, { once: true });
  const timer =
    timeout === undefined ? undefined : setTimeout(() => answer.destroy(new ReadTimedOut(timeout)), timeout);
  let page: WireEvent[] = [];
  let wasLeft = true;
  try {
    if (signal?.aborted) return;
    for await (const { event } of answer.iterator({ destroyOnReturn: false })) {
      timer?.refresh();
      if (event) page.push(event);
      if (page.length === 0 || (page.length < pageSize && answer.readableLength > 0)) continue;
      yield page;
      page = [];
      timer?.refresh();
      if (signal?.aborted) return;
    }
    wasLeft = false;
  } catch (error) {
    if (!signal?.aborted) throw error;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
    if (wasLeft) await (answer.cancel ?? answer.unsubscribe)?.call(answer);
    // What has come already flows away: the client keeps a call until its last event was taken.
    answer.resume();
  }
}
