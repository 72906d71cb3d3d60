import { type EventStore } from './port.js';

/** The same store, with another way to append. */
export const withAppend = (store: EventStore, append: EventStore['append']): EventStore => ({
  append,
  readStream: (stream, range) => store.readStream(stream, range),
  readFirst: (streams) => store.readFirst(streams),
  readAll: (range) => store.readAll(range),
  readAllAsText: (range) => store.readAllAsText(range),
  subscribe: (range, signal) => store.subscribe(range, signal),
  last: () => store.last(),
  head: () => store.head(),
  identity: () => store.identity(),
  audit: (progress) => store.audit(progress),
  close: () => store.close(),
});
