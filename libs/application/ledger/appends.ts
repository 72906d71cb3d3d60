import { type NewEvent } from '#kept/event-store';

/** What one append may weigh, with room for what the store adds to each event. */
const HEAVIEST = 800_000;
const METADATA = 1_000;

/** So few events always fit: no text of the domain is longer than 10,000 characters. */
const ALWAYS_FIT = 8;

/** Events cut, in order, into appends that a store accepts. */
export function* inAppends(events: readonly NewEvent[]): Generator<readonly NewEvent[]> {
  if (events.length <= ALWAYS_FIT) {
    if (events.length > 0) yield events;
    return;
  }
  let batch: NewEvent[] = [];
  let weight = 0;
  for (const event of events) {
    const own = Buffer.byteLength(JSON.stringify(event.data)) + METADATA;
    if (batch.length > 0 && weight + own > HEAVIEST) {
      yield batch;
      batch = [];
      weight = 0;
    }
    batch.push(event);
    weight += own;
  }
  yield batch;
}
