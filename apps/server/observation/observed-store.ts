import { type EventStore, withAppend } from '#kept/event-store';

/** Does an append, and sees what becomes of it. */
export type AroundAppend = <T>(what: { stream: string; events: number }, append: () => Promise<T>) => Promise<T>;

/** The same store, with somebody looking on at every append. */
export const observedStore = (store: EventStore, around: AroundAppend): EventStore =>
  withAppend(store, (stream, expected, events) =>
    around({ stream, events: events.length }, () => store.append(stream, expected, events)),
  );
