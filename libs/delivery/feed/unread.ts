import { type EventStore, type LoggedText, type Position } from '#kept/event-store';
import { setImmediate as nextTurn } from 'node:timers/promises';

/** A part of the log: what lies after one position, through another. */
interface Part {
  after: Position;
  through: Position;
}

/**
 * A part of the log, piece by piece, without reading what need not be read: a piece that was passed over has no events.
 * @param over where reading after a position may begin
 */
export async function* unread(
  store: Pick<EventStore, 'readAllAsText'>,
  { after, through: end, pageSize }: Part & { pageSize: number },
  over: (after: Position) => Position,
): AsyncGenerator<Part & { events: readonly LoggedText[] }> {
  let at = after;
  while (at < end) {
    const next = over(at);
    if (next > at) {
      yield { after: at, through: next, events: [] };
      at = next;
      continue;
    }
    let isWhole = true;
    for await (const events of store.readAllAsText({ after: at, through: end, pageSize })) {
      const last = events.at(-1)?.position ?? at;
      yield { after: at, through: last, events };
      at = last;
      isWhole = over(at) === at;
      if (!isWhole) break;
    }
    if (isWhole) return;
    // The store gives others their turn between two pages, and this one was left.
    await nextTurn();
  }
}
