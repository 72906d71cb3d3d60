import {
  type AccessEntry,
  type AccessEvent,
  type CommitmentEntry,
  type CommitmentEvent,
  type CustomerEntry,
  type CustomerEvent,
  type Entry,
  type Instant,
  type SubscriptionEvent,
  type SubscriptionNamed,
  type TeamEntry,
  type TeamEvent,
} from '#kept/domain';
import { type JsonObject, type LoggedEvent } from '#kept/event-store';
import { z } from 'zod';
import { compiled, FAILED, type Pass } from './compiled/index.js';
import { ACCESS_SCHEMAS, COMMITMENT_SCHEMAS, CUSTOMER_SCHEMAS, SUBSCRIPTION_SCHEMAS, TEAM_SCHEMAS } from './schemas.js';
import { UPCASTERS } from './upcasters.js';

/** An event whose data are not what its type and version say. */
export class UnreadableEvent extends Error {
  constructor(event: { type: string; schemaVersion: number }, problem: string) {
    super(`${event.type} v${event.schemaVersion} cannot be read: ${problem}`);
    this.name = 'UnreadableEvent';
  }
}

/** An event as it is written: its data in JSON, and the version of their schema. */
export interface WrittenEvent {
  type: string;
  schemaVersion: number;
  data: JsonObject;
}

/** What reading needs of a stored event. */
export type ReadableEvent = Omit<LoggedEvent, 'position' | 'stream'>;

/** Writes and reads the events of one kind of stream. */
export interface EventCodec<Event extends { type: string; data: object }, Entry> {
  /** The event types it knows. */
  readonly types: readonly Event['type'][];
  encode(event: Event): WrittenEvent;
  /**
   * @returns `undefined` for an event type this version of the program does not know
   * @throws UnreadableEvent
   */
  decode(event: ReadableEvent): Entry | undefined;
}

export const commitmentCodec: EventCodec<CommitmentEvent, CommitmentEntry> = codecOf(COMMITMENT_SCHEMAS);
export const customerCodec: EventCodec<CustomerEvent, CustomerEntry> = codecOf(CUSTOMER_SCHEMAS);
export const teamCodec: EventCodec<TeamEvent, TeamEntry> = codecOf(TEAM_SCHEMAS);
export const subscriptionCodec: EventCodec<
  SubscriptionEvent | SubscriptionNamed,
  Entry<SubscriptionEvent | SubscriptionNamed>
> = codecOf(SUBSCRIPTION_SCHEMAS);
export const accessCodec: EventCodec<AccessEvent, AccessEntry> = codecOf(ACCESS_SCHEMAS);

/** The current schema version of an event type. */
function versionOf(type: string): number {
  return (UPCASTERS[type]?.length ?? 0) + 1;
}

function codecOf<Event extends { type: string; data: object }, Entry>(
  schemas: Record<Event['type'], z.ZodType>,
): EventCodec<Event, Entry> {
  const schemaOf = new Map<string, EventSchema>(
    Object.entries<z.ZodType>(schemas).map(([type, reference]) => [type, schemaFrom(type, reference)]),
  );
  return {
    types: [...schemaOf.keys()],

    encode({ type, data }) {
      const schema = schemaOf.get(type)!;
      const quickly = schema.write(data);
      if (quickly !== FAILED) return { type, schemaVersion: schema.version, data: quickly as JsonObject };
      const written = z.safeEncode(schema.reference, data);
      if (!written.success) throw new UnreadableEvent({ type, schemaVersion: schema.version }, sentence(written.error));
      return { type, schemaVersion: schema.version, data: written.data as JsonObject };
    },

    decode(event) {
      const schema = schemaOf.get(event.type);
      if (!schema) return undefined;
      if (event.schemaVersion > schema.version)
        throw new UnreadableEvent(event, 'it was written by a newer version of the program; upgrade this one');
      return {
        type: event.type,
        data: dataOf(event, schema),
        id: event.id,
        revision: Number(event.revision),
        occurredAt: event.occurredAt as Instant,
        recordedAt: event.recordedAt as Instant,
      } as Entry;
    },
  };
}

/** A schema as it is used: its compiled passes first, and where they fail the schema itself, which says why. */
interface EventSchema {
  version: number;
  read: Pass;
  write: Pass;
  reference: z.ZodType;
}

function schemaFrom(type: string, reference: z.ZodType): EventSchema {
  const [read, write] = [compiled(reference, 'decode'), compiled(reference, 'encode')];
  return { version: versionOf(type), read, write, reference };
}

function dataOf(event: ReadableEvent, { version, read, reference }: EventSchema): unknown {
  const data = event.schemaVersion === version ? event.data : upcast(event);
  const quickly = read(data);
  if (quickly !== FAILED) return quickly;
  const result = z.safeDecode(reference, data);
  if (!result.success) throw new UnreadableEvent(event, sentence(result.error));
  return result.data;
}

/** An event's data in the current version of its type, unread; what is newer, or of no known type, as it is. */
export function currentVersion(event: Pick<ReadableEvent, 'type' | 'schemaVersion' | 'data'>): {
  schemaVersion: number;
  data: JsonObject;
} {
  return isOutdated(event) ? { schemaVersion: versionOf(event.type), data: upcast(event) } : event;
}

/** Whether an event was written in an older version of its type than the current one. */
export function isOutdated({ type, schemaVersion }: Pick<ReadableEvent, 'type' | 'schemaVersion'>): boolean {
  return schemaVersion < versionOf(type);
}

function upcast({ type, schemaVersion, data }: Pick<ReadableEvent, 'type' | 'schemaVersion' | 'data'>): JsonObject {
  return (UPCASTERS[type] ?? []).slice(schemaVersion - 1).reduce((older, step) => step(older), data);
}

function sentence(error: z.ZodError): string {
  return error.issues.map(({ path, message }) => `${path.join('.') || 'data'}: ${message}`).join('; ');
}
