import { type Position } from '#kept/event-store';
import { type ReadModel } from '../read-model.js';
import { positionNumber } from '../runner/position.js';

export interface WaitOptions {
  /** Milliseconds to wait at most; 0 only looks. */
  timeout: number;
  /** Gives up at once, with its reason. */
  signal?: AbortSignal;
  /**
   * Milliseconds between two looks at the checkpoints, for a projector in another thread or another process. One that
   * works with this very read model is heard at once, and so is whoever calls `arrivals.moved()` for another.
   */
  lookEvery?: number;
}

/**
 * Waits until everything up to a position can be asked for: for whoever wants to read what they have just written.
 * @param position what a command has answered, say
 * @returns whether it has come to that in time
 */
export async function waitFor(
  { arrivals }: ReadModel,
  position: Position,
  { timeout, signal, lookEvery }: WaitOptions,
): Promise<boolean> {
  signal?.throwIfAborted();
  const wanted = positionNumber(position);
  if (await arrivals.has(wanted)) return true;
  if (timeout === 0) return false;
  // Meanwhile it may have been told to stop.
  signal?.throwIfAborted();
  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort(TOO_LATE), timeout);
  const gone = (): void => giveUp.abort(signal!.reason);
  signal?.addEventListener('abort', gone);
  try {
    await arrivals.at(wanted, giveUp.signal, lookEvery);
    return true;
  } catch (error) {
    if (error === TOO_LATE) return false;
    throw error;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', gone);
  }
}

const TOO_LATE = new Error('not in time');
