import { type Instant } from '#kept/domain';
import { type Position } from '#kept/event-store';
import { type FeedEntry } from '../../feed/feed-entry.js';
import { type Place } from './window.js';

/** One event that one endpoint is to get. */
export interface Delivery {
  position: Position;
  /** Of the entry that was read before it, or of where reading began. */
  previous: Position;
  event: string;
  /** Made so far. */
  attempts: number;
  /** Not before. */
  nextAt?: Instant | undefined;
  /** What is to be sent, while it is in memory. */
  entry?: FeedEntry | undefined;
  /** Either it is in the window, and the cursor waits for it; or it is held, and has a number in the journal. */
  place?: Place | undefined;
  seq?: number;
}

/** What keeps its order: the events about one customer, or else of one stream. */
export const laneOf = ({ customer, stream }: Pick<FeedEntry, 'customer' | 'stream'>): string =>
  customer === undefined ? stream : `customer-${customer}`;

/**
 * The deliveries of a lane, in order. It either flows, all of it in memory and in the window; or it is held: written down,
 * so that the cursor can pass, and only its beginning in memory.
 */
export class Lane {
  readonly queue: Delivery[] = [];
  isHeld = false;
  /** Held ones that come after those in the queue. */
  beyond = 0;
  /** The number of the last one in the queue that was held. */
  lastSeq = 0;
  /** Given up since the last that was delivered. */
  gap = 0;
  /** One of it is under way. */
  isBusy = false;
  /** It waits for its turn. */
  isReady = false;
  /** Takes back the call that wakes it. */
  wake: (() => void) | undefined;

  constructor(readonly name: string) {}

  get held(): number {
    return this.isHeld ? this.queue.length + this.beyond : 0;
  }

  get isFailing(): boolean {
    return (this.queue[0]?.attempts ?? 0) > 0;
  }
}
