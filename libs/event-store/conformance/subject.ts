import { type EventStore } from '../port.js';

export interface ConformanceSubject {
  store: EventStore;
  /** A second handle on the same log, as another process or a later one would have it. */
  reopen?: () => Promise<EventStore>;
  close: () => Promise<void>;
}

/** Hands a test the store under test: there is none before the tests run. */
export type Subject = () => ConformanceSubject;
