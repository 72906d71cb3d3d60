import { commitmentCodec, parseStreamName } from '#kept/contracts';
import { type CommitmentEntry, commitmentFrom, type MadeCommitment } from '#kept/domain';
import { type EventStore, type LoggedEvent } from '#kept/event-store';

/** A commitment, folded from its whole stream with no read model in between. */
export interface FoldedByHand {
  id: string;
  /** Positions of its first and its last event. */
  position: number;
  lastPosition: number;
  entries: CommitmentEntry[];
  commitment: MadeCommitment;
}

/** Every commitment of a log, in the order the promises were recorded. */
export async function foldedByHand(store: EventStore): Promise<FoldedByHand[]> {
  const streams = new Map<string, LoggedEvent[]>();
  for await (const page of store.readAll())
    for (const event of page)
      if (parseStreamName(event.stream)?.kind === 'commitment')
        streams.set(event.stream, [...(streams.get(event.stream) ?? []), event]);
  return [...streams].map(([stream, events]) => {
    const entries = events.map((event) => commitmentCodec.decode(event)!);
    return {
      id: parseStreamName(stream)!.id,
      position: Number(events[0]!.position),
      lastPosition: Number(events.at(-1)!.position),
      entries,
      commitment: commitmentFrom(entries) as MadeCommitment,
    };
  });
}
