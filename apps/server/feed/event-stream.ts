import { PassThrough, type Readable } from 'node:stream';

/** Bytes that wait for a client before the feed waits for it too. */
const BUFFER = 65_536;
/** Milliseconds after which a client that was cut off comes again. */
const RETRY = 2_000;

export interface StreamOptions {
  /** Milliseconds between two signs of life. */
  heartbeat: number;
  /** What the next sign of life says beside that it is one: lines of fields. */
  beside: () => string;
}

/**
 * A stream of server-sent events (HTML Living Standard, §9.2). It is written as fast as the client takes it; a client that
 * takes nothing from one sign of life to the next but one is cut off, and goes on from its last event when it comes again.
 * @param events as text
 */
export function eventStream(events: AsyncIterable<string>, { heartbeat, beside }: StreamOptions): Readable {
  const out = new PassThrough({ highWaterMark: BUFFER });
  let isStalled = false;
  out.on('drain', () => (isStalled = false));
  const beat = setInterval(() => {
    if (!out.writableNeedDrain) out.write(`:\n${beside()}\n`);
    else if (isStalled) out.destroy();
    else isStalled = true;
  }, heartbeat);
  out.once('close', () => clearInterval(beat));
  void pump(events, out);
  return out;
}

async function pump(events: AsyncIterable<string>, out: PassThrough): Promise<void> {
  try {
    out.write(`retry: ${RETRY}\n\n`);
    for await (const text of events) if (!out.write(text)) await drained(out);
    out.end();
  } catch (error) {
    out.destroy(error instanceof Error ? error : new Error(String(error)));
  }
}

const drained = (out: PassThrough): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      out.off('drain', done).off('close', done);
      resolve();
    };
    if (out.destroyed) resolve();
    else out.once('drain', done).once('close', done);
  });
