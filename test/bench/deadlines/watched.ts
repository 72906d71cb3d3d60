import { ApplicationModule, ReviewCommitment } from '#kept/application';
import { agendaOf, type Clock, WALL_CLOCK, Watch } from '#kept/deadlines';
import { type Instant, instant } from '#kept/domain';
import { type EventStore, withAppend } from '#kept/event-store';
import { openWorkspace, Projections } from '#kept/workspace';
import { CommandBus } from '@nestjs/cqrs';
import { NestFactory } from '@nestjs/core';

/** A server's parts that declare breaches: its ledger, the projector's thread, the use cases and the watch. */
export interface Watched {
  clock: Clock;
  /** Of each breach that was appended, how many milliseconds after its deadline that was acknowledged. */
  lags: number[];
  /** When the first deadline after a moment is. */
  nextDue: (after: Instant) => Promise<Instant | undefined>;
  close: () => Promise<void>;
}

/** @param startAt what the clock shows when the watch begins */
export async function watching(
  directory: string,
  startAt: (nextDue: Watched['nextDue']) => Promise<number>,
): Promise<Watched> {
  const workspace = await openWorkspace(directory);
  const agenda = agendaOf(workspace.readModel);
  const nextDue = (after: Instant): Promise<Instant | undefined> => agenda.next(after);
  const ahead = (await startAt(nextDue)) - Date.now();
  const clock: Clock = { now: () => instant(Date.now() + ahead), sleep: (...of) => WALL_CLOCK.sleep(...of) };
  const lags: number[] = [];
  const store = timed(workspace.store, clock, lags);
  const context = await NestFactory.createApplicationContext(ApplicationModule.on(store, workspace.readModel), {
    logger: ['error'],
    abortOnError: false,
  });
  const commands = context.get(CommandBus);
  const watch = new Watch({
    agenda,
    clock,
    review: async (commitment, now) => (await commands.execute(new ReviewCommitment(commitment, now))).next,
    failed: (failures) => {
      throw failures[0]!.error as Error;
    },
  });
  const projections = new Projections(workspace, {
    moved: () => {
      watch.start();
      watch.moved();
    },
  });
  await projections.follow();
  await projections.progress.whenReached(await workspace.store.head(), 600_000);
  const close = async (): Promise<void> => {
    await watch.stop();
    await projections.stop();
    await context.close();
    await workspace.close();
  };
  return { clock, lags, nextDue, close };
}

/** The same store, which notes of each breach how late it was acknowledged. */
const timed = (store: EventStore, clock: Clock, lags: number[]): EventStore =>
  withAppend(store, async (stream, expected, events) => {
    const appended = await store.append(stream, expected, events);
    for (const { type, data } of events)
      if (type === 'BreachDeclared') lags.push(clock.now() - Date.parse(data['deadline'] as string));
    return appended;
  });
