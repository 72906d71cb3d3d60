import { type EventStore, withAppend } from '#kept/event-store';

/** The process is gone: what it had begun has no end. */
export class Killed extends Error {
  constructor() {
    super('killed');
    this.name = 'Killed';
  }
}

/** A process’s way to the ledger, which may end at the worst moment. */
export interface MortalStore extends EventStore {
  /** The next append is written, and nothing that would follow it happens. */
  killAfterNextAppend(): void;
  isDead(): boolean;
  revive(): void;
}

/** @param before what happens between a decision and its append */
export function mortalStore(
  real: EventStore,
  before: (stream: string, revision: bigint, by: string) => Promise<void>,
): MortalStore {
  let doomed = false;
  let dead = false;
  const alive = (): void => {
    if (dead) throw new Killed();
  };
  const append: EventStore['append'] = async (stream, expected, events) => {
    alive();
    if (typeof expected === 'bigint') await before(stream, expected, events[0]!.metadata.actor.id);
    alive();
    const appended = await real.append(stream, expected, events);
    if (doomed) dead = true;
    alive();
    return appended;
  };
  return {
    ...withAppend(real, append),
    readStream(stream, range) {
      alive();
      return real.readStream(stream, range);
    },
    close: () => Promise.resolve(),
    killAfterNextAppend: () => (doomed = true),
    isDead: () => dead,
    revive: () => (doomed = dead = false),
  };
}
