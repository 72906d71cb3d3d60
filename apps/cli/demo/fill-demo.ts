import { eventsIn, pastCommandId, pastEntryId, recordHistories, RecordHistory } from '#kept/application';
import { DEMO_NOW, demoHistories, type DemoHistory } from '#kept/demo';
import { type EventMetadata, type EventStore } from '#kept/event-store';
import { type CommandBus } from '@nestjs/cqrs';
import { progressBar } from '../output/progress.js';
import { UsageError } from '../usage-error.js';
import { type Workspace } from '../workspace.js';

export interface DemoSize {
  seed: number;
  commitments: number;
}

const ACTOR = { id: 'demo', role: 'integration' };

/**
 * Records the demo's histories. The same demo into the same ledger again changes nothing.
 * @param recorded told of events as they are recorded
 * @returns how many events were added
 * @throws UsageError if the ledger holds something else: a demo is not mixed with anybody's promises
 */
export async function fillDemo(
  { store, directory }: Workspace,
  commands: CommandBus,
  size: DemoSize,
  recorded: (events: number) => void,
): Promise<{ events: number }> {
  await mustBeEmptyOrThis(store, directory, size);
  const progress = progressBar('recording', 'commitments');
  let [events, made] = [0, 0];
  try {
    await recordHistories((history) => commands.execute(history), histories(size), {
      onRecorded: ({ stream }, outcomes) => {
        const added = eventsIn(outcomes);
        events += added;
        recorded(added);
        const refused = outcomes.find(({ outcome }) => outcome === 'refused');
        if (refused) throw new Error(`the ledger refuses a part of its own demo: ${JSON.stringify(refused)}`);
        if (stream.kind === 'commitment') progress.update((made += 1), size.commitments);
      },
    });
  } finally {
    progress.stop();
  }
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

async function mustBeEmptyOrThis(store: EventStore, directory: string, size: DemoSize): Promise<void> {
  const there = await firstOf(store);
  if (!there) return;
  const elsewhere = 'Name another directory with --data.';
  if (there.actor.id !== ACTOR.id) throw new UsageError(`${directory} holds a ledger that is no demo.`, elsewhere);
  const [{ stream, entries, source }] = histories(size) as Iterable<RecordHistory> as [RecordHistory];
  if (there.commandId !== pastCommandId(source, stream, entries[0]!.key))
    throw new UsageError(`${directory} holds a demo of another seed or size.`, elsewhere);
}

/** Who recorded the first event of the log, by which command. */
async function firstOf(store: EventStore): Promise<EventMetadata | undefined> {
  for await (const [first] of store.readAll({ pageSize: 1 }))
    for await (const [recorded] of store.readStream(first!.stream, { limit: 1 })) return recorded!.metadata;
  return undefined;
}
