import { eventsIn, pastEntryId, recordHistories, RecordHistory } from '#kept/application';
import { DEMO_NOW, demoHistories, type DemoHistory } from '#kept/demo';
import { type EventStore } from '#kept/event-store';
import { type CommandBus } from '@nestjs/cqrs';
import { progressBar } from '../output/progress.js';
import { UsageError } from '../usage-error.js';
import { type Workspace } from '../workspace.js';

const SOURCE = 'demo';
const ACTOR = { id: SOURCE, role: 'integration' };

/**
 * Records the demo's histories. The same seed into the same ledger again changes nothing.
 * @returns how many events were added
 * @throws UsageError if the ledger holds something else: a demo is not mixed with anybody's promises
 */
export async function fillDemo(
  { store, directory }: Workspace,
  commands: CommandBus,
  { seed, commitments }: { seed: number; commitments: number },
  recorded: (events: number) => void,
): Promise<{ events: number }> {
  if (!(await isEmptyOrDemo(store)))
    throw new UsageError(`${directory} holds a ledger that is no demo.`, 'Name another directory with --data.');
  const progress = progressBar('recording', 'commitments');
  let [events, made] = [0, 0];
  const histories = function* (): Generator<RecordHistory> {
    const entryId = (stream: DemoHistory['stream'], key: string): string => pastEntryId(SOURCE, stream, key);
    for (const { stream, entries } of demoHistories({ seed, commitments, entryId }))
      yield new RecordHistory(stream, entries, SOURCE, ACTOR, DEMO_NOW);
  };
  try {
    await recordHistories((history) => commands.execute(history), histories(), {
      onRecorded: ({ stream }, outcomes) => {
        const added = eventsIn(outcomes);
        events += added;
        recorded(added);
        for (const one of outcomes)
          // Another seed or size meets the streams of the first one here.
          if (one.outcome === 'refused')
            throw new UsageError(
              `${directory} holds a demo of another seed or size (${stream.kind} ${stream.id} differs).`,
              'Name another directory with --data.',
            );
        if (stream.kind === 'commitment') progress.update((made += 1), commitments);
      },
    });
  } finally {
    progress.stop();
  }
  return { events };
}

async function isEmptyOrDemo(store: EventStore): Promise<boolean> {
  for await (const [first] of store.readAll({ pageSize: 1 })) {
    if (!first) continue;
    for await (const [recorded] of store.readStream(first.stream, { limit: 1 }))
      return recorded?.metadata.actor.id === SOURCE;
  }
  return true;
}
