import { laneOf } from '../engine/lane.js';
import { SCHEDULE } from '../engine/retry.js';
import { ClaimLost } from '../journal/errors.js';
import { ENDPOINTS, type Ledger } from './commands.fixture.js';
import { matches } from './memory-log.fixture.js';
import { type Received } from './receivers.fixture.js';
import { settled } from './virtual-clock.fixture.js';
import { type World } from './world.fixture.js';

const DAY = 24 * 3_600_000;

/** Everybody is well for a while; then what the receivers have written down is held against the laws. */
export async function conclude(world: World, ledger: Ledger): Promise<string[]> {
  if (!world.hasStarted) return [];
  world.receivers.behaves.clear();
  for (const number of world.workers.keys()) await world.goOn(number);
  for (const subscription of ENDPOINTS) {
    const { state } = world.endpoints.known.get(subscription)!;
    if (state === 'paused') await world.change(subscription, { state: 'active' });
  }
  for (let day = 0; day < 3; day += 1) await world.clock.advance(DAY / 2);
  await settled();
  const wrong = [...world.receivers.wrong, ...world.failures.filter((one) => !isForeseen(one, world)).map(String)];
  for (const subscription of ENDPOINTS) {
    const received = world.receivers.journal.filter((one) => one.subscription === subscription);
    wrong.push(
      ...tooOften(received, ledger, subscription),
      ...outOfOrder(world, subscription, received),
      ...again(world, ledger, received),
    );
    if (world.endpoints.known.get(subscription)!.state === 'active')
      wrong.push(...(await missing(world, subscription, received)));
  }
  return wrong;
}

/** A worker has noticed what it had not been told: who is told of everything loses no claim. */
const isForeseen = (failure: unknown, { thefts }: World): boolean => failure instanceof ClaimLost && thefts > 0;

/** How much has happened. */
export async function done(
  { receivers: { journal }, queries, workers, failures, thefts }: World,
  { cuts, replays, moves, stills }: Ledger,
) {
  const dead = await Promise.all(ENDPOINTS.map((subscription) => queries.dead(subscription, { limit: 1_000 })));
  return {
    taken: journal.filter(({ taken }) => taken).length,
    refused: journal.filter(({ taken }) => !taken).length,
    repeated: journal.length - new Set(journal.map(({ subscription, id }) => `${subscription} ${id}`)).size,
    gaps: journal.filter(({ gap }) => gap > 0).length,
    dead: dead.flatMap(({ rows }) => rows).length,
    twoSignatures: journal.filter(({ headers }) => headers['webhook-signature']!.includes(' ')).length,
    replays: [...replays.values()].reduce((sum, count) => sum + count, 0),
    cuts,
    ...(workers.length > 1 && { moves, thefts, stills, claimsLost: failures.length }),
  };
}

/** What an endpoint should hear of, in order. */
function expected(world: World, subscription: string) {
  const endpoint = world.endpoints.known.get(subscription)!;
  return world.log.entries.filter((entry) => entry.position > endpoint.openedAt && matches(endpoint, entry));
}

/** Delivered, or given up and known to be. */
async function missing(world: World, subscription: string, received: readonly Received[]): Promise<string[]> {
  const taken = new Set(received.flatMap(({ id, taken: was }) => (was ? [id] : [])));
  const { rows } = await world.queries.dead(subscription, { limit: 1_000 });
  const dead = new Set(rows.map(({ event }) => event));
  return expected(world, subscription).flatMap(({ id }, index) =>
    taken.has(id) || dead.has(id) ? [] : [`${subscription} has never got its ${index}th event ${id}`],
  );
}

/** The first success of each event follows those of all before it in its lane; what is missing by then is said. */
function outOfOrder(world: World, subscription: string, received: readonly Received[]): string[] {
  const wrong: string[] = [];
  const lanes = grouped(expected(world, subscription), laneOf);
  for (const [lane, entries] of lanes) {
    const got = new Set<string>();
    /** Missing, and said to be. */
    const told = new Set<string>();
    /** Said to be missing, and not noticed yet: what was asked for again says it, too, if it is the next. */
    let said = 0;
    const refused = new Map<string, number>();
    for (const one of received) {
      if (one.lane !== lane) continue;
      if (!one.taken) refused.set(one.id, (refused.get(one.id) ?? 0) + 1);
      else {
        said += one.gap;
        if (got.has(one.id)) continue;
        got.add(one.id);
        const before = entries.filter(({ position }) => position < one.position);
        const untold = before.filter(({ id }) => !got.has(id) && !told.has(id));
        if (untold.length > said) wrong.push(`${one.id} came to ${subscription} before ${untold[said]!.id}`);
        for (const { id } of untold) {
          told.add(id);
          if ((refused.get(id) ?? 0) < SCHEDULE.length) wrong.push(`${id} was given up too early by ${subscription}`);
        }
        said = Math.max(0, said - untold.length);
      }
    }
  }
  return wrong;
}

/** Ten attempts, unless it was asked for again or nobody knows what came of one. */
function tooOften(received: readonly Received[], { replays, cuts }: Ledger, subscription: string): string[] {
  const most = SCHEDULE.length * (1 + (replays.get(subscription) ?? 0)) + cuts;
  return [...grouped(received, ({ id }) => id)].flatMap(([id, all]) =>
    all.filter(({ taken, isContested }) => !taken && !isContested).length > most
      ? [`${id} was sent ${all.length} times to ${subscription}`]
      : [],
  );
}

/**
 * Taken twice, though nobody had asked for that and nothing had been cut off since it was recorded: whoever sent it again was
 * not told of the first time.
 */
function again({ cutsBefore }: World, { replays }: Ledger, received: readonly Received[]): string[] {
  return [...grouped(received, ({ id }) => id)].flatMap(([id, all]) => {
    const taken = all.filter((one) => one.taken && !one.isContested && one.cuts === cutsBefore.get(id));
    const { subscription } = all[0]!;
    const most = 1 + (replays.get(subscription) ?? 0);
    return taken.length > most ? [`${id} was taken by ${subscription} and sent again`] : [];
  });
}

function grouped<T>(all: readonly T[], by: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) groups.set(by(one), [...(groups.get(by(one)) ?? []), one]);
  return groups;
}
