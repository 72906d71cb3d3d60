import { eventsIn, pastCommandId, pastEntryId, recordHistories, RecordHistory } from '#kept/application';
import { type EventMetadata, type EventStore } from '#kept/event-store';
import { type CommandBus } from '@nestjs/cqrs';
import { DEMO_NOW, demoHistories } from './demo-histories.js';
import { type DemoHistory } from './history.js';

export interface DemoSize {
  seed: number;
  commitments: number;
}

export const DEMO_SIZE: DemoSize = { seed: 2026, commitments: 30_000 };

/** What is in the ledger already is not this demo. */
export class DemoRefused extends Error {
  constructor(problem: string) {
    super(problem);
    this.name = 'DemoRefused';
  }
}

export interface FillDemoOptions {
  size?: DemoSize;
  /** Told of events as they are recorded. */
  recorded?: (events: number) => void;
  /** Told how many commitments there are by now, and how many there will be. */
  progress?: (made: number, total: number) => void;
}

const ACTOR = { id: 'demo', role: 'integration' };

/**
 * Records the demo's histories. The same demo into the same ledger again changes nothing.
 * @returns how many events were added
 * @throws DemoRefused if the ledger holds something else: a demo is not mixed with anybody's promises
 */
export async function fillDemo(
  store: EventStore,
  commands: CommandBus,
  { size = DEMO_SIZE, recorded, progress }: FillDemoOptions = {},
): Promise<{ events: number }> {
  await mustBeEmptyOrThis(store, size);
  let [events, made] = [0, 0];
  await recordHistories((history) => commands.execute(history), histories(size), {
    onRecorded: ({ stream }, outcomes) => {
      const added = eventsIn(outcomes);
      events += added;
      recorded?.(added);
      const refused = outcomes.find(({ outcome }) => outcome === 'refused');
      if (refused) throw new Error(`the ledger refuses a part of its own demo: ${JSON.stringify(refused)}`);
      if (stream.kind === 'commitment') progress?.((made += 1), size.commitments);
    },
  });
  return { events };
}

/** Demos of another seed or size share names with this one, and must not meet it in one ledger. */
const sourceOf = ({ seed, commitments }: DemoSize): string => `demo of ${commitments}, seed ${seed}`;

function* histories(size: DemoSize): Generator<RecordHistory> {
  const source = sourceOf(size);
  const entryId = (stream: DemoHistory['stream'], key: string): string => pastEntryId(source, stream, key);
  for (const { stream, entries } of demoHistories({ ...size, entryId }))
    yield new RecordHistory(stream, entries, source, ACTOR, DEMO_NOW);
}

async function mustBeEmptyOrThis(store: EventStore, size: DemoSize): Promise<void> {
  const there = await firstOf(store);
  if (!there) return;
  if (there.actor.id !== ACTOR.id) throw new DemoRefused('There is a ledger already that is no demo.');
  const [{ stream, entries, source }] = histories(size) as Iterable<RecordHistory> as [RecordHistory];
  if (there.commandId !== pastCommandId(source, stream, entries[0]!.key))
    throw new DemoRefused('There is a demo already, of another seed or size.');
}

/** Who recorded the first event of the log, by which command. */
async function firstOf(store: EventStore): Promise<EventMetadata | undefined> {
  for await (const [first] of store.readAll({ pageSize: 1 }))
    for await (const [recorded] of store.readStream(first!.stream, { limit: 1 })) return recorded!.metadata;
  return undefined;
}
