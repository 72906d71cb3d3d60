import { accessCodec, streamName } from '#kept/contracts';
import { type AccessEvent, type Instant, principalId } from '#kept/domain';
import { type Actor, type EventStore } from '#kept/event-store';

/** One thing that stands in a principal's stream, without what must not be shown. */
export interface LoggedAccess {
  revision: bigint;
  type: AccessEvent['type'];
  occurredAt: Instant;
  recordedAt: Instant;
  /** Who did it: the principal, or whoever gave and took their keys. */
  actor: Actor;
  data: object;
}

/**
 * What a principal did and what was done with their keys, the latest first.
 * @param before only what stands before that revision
 * @throws Refusal for what can be nobody's name
 */
export async function readAccessLog(
  store: EventStore,
  principal: string,
  { before, limit }: { before?: bigint; limit: number },
): Promise<LoggedAccess[]> {
  if (before === 0n) return [];
  const stream = streamName('access', principalId(principal));
  const range = { direction: 'backwards', limit, ...(before !== undefined && { to: before - 1n }) } as const;
  const logged: LoggedAccess[] = [];
  for await (const page of store.readStream(stream, range))
    for (const event of page) {
      const { actor, schemaVersion, occurredAt, recordedAt } = event.metadata;
      const entry = accessCodec.decode({ ...event, schemaVersion, occurredAt, recordedAt });
      if (!entry) continue;
      const { hash: _, ...data } = entry.data as { hash?: string };
      const { revision } = event;
      logged.push({
        ...{ revision, type: entry.type, occurredAt: entry.occurredAt },
        ...{ recordedAt: entry.recordedAt, actor, data },
      });
    }
  return logged;
}
