import { type Instant } from './time/index.js';

/** An event as its stream keeps it: a fact, and when it happened and became known. */
export type Entry<E extends { type: string; data: object } = { type: string; data: object }> = E & {
  /** The event's id: what a void or a breach names. */
  id: string;
  /** Its place in its stream, from 0. */
  revision: number;
  /** When it happened in the world. */
  occurredAt: Instant;
  /** When the ledger learned it. Never before it happened. */
  recordedAt: Instant;
};

/** When a command says something happened, and when it is being recorded. Deciders look at no other clock. */
export interface Moment {
  occurredAt: Instant;
  recordedAt: Instant;
}
