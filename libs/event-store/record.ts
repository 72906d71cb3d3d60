/** The records an event store keeps. It knows what an entry of a ledger looks like, not what it means. */

/** Plain JSON, as RFC 8259 has it. */
export type Json = null | boolean | number | string | Json[] | JsonObject;
export interface JsonObject {
  [key: string]: Json;
}

/**
 * A place in the log of all streams. Opaque: positions of one store are ordered as their events were committed, and
 * that is all that may be done with them. They are neither dense nor comparable between stores.
 */
export type Position = bigint & { readonly Position: unique symbol };

/** Before the first event of every log. */
export const START = 0n as Position;

/** Who or what caused an event, in which role. */
export interface Actor {
  id: string;
  role: string;
}

/** What every event carries beside its data. Instants are milliseconds since the epoch, UTC. */
export interface EventMetadata {
  schemaVersion: number;
  actor: Actor;
  /** When it happened in the world. */
  occurredAt: number;
  /** When the ledger learned it. */
  recordedAt: number;
  correlationId: string;
  causationId: string;
  /** The command that produced the event, and the fingerprint of its body: a repeat finds its own first answer. */
  commandId: string;
  commandFingerprint: string;
}

/** An event on its way into the store. */
export interface NewEvent {
  /** A UUID in lower case, chosen by the caller, the same again when an append is retried. */
  id: string;
  type: string;
  data: JsonObject;
  metadata: EventMetadata;
}

/** An event as the log of all streams shows it: what a fold needs, without its provenance. */
export interface LoggedEvent {
  position: Position;
  stream: string;
  /** 0 for the first event of its stream, then one more for each. */
  revision: bigint;
  id: string;
  type: string;
  schemaVersion: number;
  occurredAt: number;
  recordedAt: number;
  data: JsonObject;
}

/**
 * A logged event whose data are the JSON they are kept as, without white space between its tokens: whoever passes them on
 * need not take them apart.
 */
export interface LoggedText extends Omit<LoggedEvent, 'data'> {
  json: string;
}

/** What a stream began with, as far as all that follow go by it. */
export type FirstEvent = Pick<LoggedText, 'stream' | 'recordedAt' | 'json'>;

/** An event as it stands in its stream, chained by hash to the one before. */
export interface RecordedEvent extends NewEvent {
  position: Position;
  stream: string;
  revision: bigint;
  /** SHA-256 of the event before it in its stream, in lower-case hex; `null` for the first. */
  previousHash: string | null;
  /** SHA-256 of this event's canonical bytes (RFC 8785), `previousHash` among them. */
  hash: string;
}
