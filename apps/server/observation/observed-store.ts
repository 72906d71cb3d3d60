import { type EventStore } from '#kept/event-store';

/** Does an append, and sees what becomes of it. */
export type AroundAppend = <T>(what: { stream: string; events: number }, append: () => Promise<T>) => Promise<T>;

/** The same store, with somebody looking on at every append. */
export function observedStore(store: EventStore, around: AroundAppend): EventStore {
  return {
    append: (stream, expected, events) =>
      around({ stream, events: events.length }, () => store.append(stream, expected, events)),
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
  };
}
