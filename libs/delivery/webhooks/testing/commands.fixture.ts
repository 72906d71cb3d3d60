import fc from 'fast-check';
import { type Behaviour } from './receivers.fixture.js';
import { type World } from './world.fixture.js';

/** What the judge has to know of what was done. */
export interface Ledger {
  /** How often an endpoint’s deliveries were asked for again. */
  replays: Map<string, number>;
  /** How often requests were cut off, or what came of them was forgotten. */
  cuts: number;
  /** How often shares were moved, and a worker stood still. */
  moves: number;
  stills: number;
}

export const NOTHING_YET = (): Ledger => ({ replays: new Map(), cuts: 0, moves: 0, stills: 0 });

/** Something was cut off, so that nobody knows what came of it. */
function cut(world: World, ledger: Ledger): void {
  world.cuts += 1;
  ledger.cuts += 1;
}

type Step = (world: World, ledger: Ledger) => Promise<void> | void;

class Command implements fc.AsyncCommand<Ledger, World> {
  constructor(
    private readonly text: string,
    private readonly step: Step,
    private readonly can: (world: World) => boolean = () => true,
  ) {}

  check(): boolean {
    return true;
  }

  async run(ledger: Ledger, world: World): Promise<void> {
    if (!world.hasStarted) await begin(world);
    if (this.can(world)) await this.step(world, ledger);
    await world.settled();
  }

  toString(): string {
    return this.text;
  }
}

export const ENDPOINTS = ['everything', 'two-customers'] as const;

/** Two endpoints: what one is not sent, the other may be. */
async function begin(world: World): Promise<void> {
  world.open('everything');
  world.open('two-customers', ['ann', 'bob']);
  await world.start();
}

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;
const endpoint = fc.constantFrom(...ENDPOINTS);
const customer = fc.constantFrom('ann', 'bob', 'cy', undefined);
const behaviour = fc.constantFrom<Behaviour>(200, 202, 301, 410, 429, 500, 503, 'hang');
const lane = fc.constantFrom('', ' customer-ann', ' customer-bob');
const duration = fc.constantFrom(0, 50, 100, 6 * SECOND, 20 * SECOND, 400 * SECOND, 3 * HOUR, 24 * HOUR);
const state = (world: World, subscription: string) => world.endpoints.known.get(subscription)!.state;

const append = fc
  .array(customer, { minLength: 1, maxLength: 6 })
  .map((all) => new Command(`append ${all.join()}`, (world) => all.forEach((one) => world.log.append(one))));
const answer = fc
  .tuple(endpoint, lane, behaviour)
  .map(
    ([to, of, how]) =>
      new Command(`${to}${of} answers ${how}`, ({ receivers }) => void receivers.behaves.set(to + of, how)),
  );
const advance = duration.map((time) => new Command(`${time} ms pass`, (world) => world.clock.advance(time)));
const worker = fc.nat(2);
const crash = worker.map(
  (number) =>
    new Command(`crash of ${number}`, (world, ledger) => {
      ledger.cuts += 1;
      return world.crash(number % world.workers.length);
    }),
);
const move = fc.tuple(endpoint, worker).map(
  ([subscription, to]) =>
    new Command(`${subscription} is moved to ${to}`, (world, ledger) => {
      ledger.moves += 1;
      // What is cut off for it has been sent.
      ledger.cuts += 1;
      return world.move(subscription, to);
    }),
);
const steal = fc.tuple(endpoint, worker).map(
  ([subscription, to]) =>
    new Command(`${to} has ${subscription}, and nobody else knows it`, (world, ledger) => {
      ledger.cuts += 2;
      return world.steal(subscription, to);
    }),
);
const still = worker.map(
  (number) =>
    new Command(`${number} stands still`, (world, ledger) => {
      ledger.stills += 1;
      ledger.cuts += 1;
      world.standStill(number);
    }),
);
const goOn = worker.map((number) => new Command(`${number} goes on`, (world) => world.goOn(number)));
const pause = endpoint.map(
  (subscription) =>
    new Command(
      `pause ${subscription}`,
      (world) => world.change(subscription, { state: 'paused' }),
      (world) => state(world, subscription) === 'active',
    ),
);
const resume = endpoint.map(
  (subscription) =>
    new Command(
      `resume ${subscription}`,
      (world, ledger) => {
        cut(world, ledger);
        return world.change(subscription, { state: 'active' });
      },
      (world) => ['paused', 'disabled'].includes(state(world, subscription)),
    ),
);
const end = endpoint.map(
  (subscription) => new Command(`end ${subscription}`, (world) => world.change(subscription, { state: 'ended' })),
);
const rotate = fc
  .tuple(endpoint, fc.constantFrom(0, 10 * SECOND, HOUR))
  .map(
    ([subscription, overlap]) =>
      new Command(`rotate ${subscription}, ${overlap} ms`, (world) => world.rotate(subscription, overlap)),
  );
const replay = fc.tuple(endpoint, fc.constantFrom('one', 'failed', 'everything'), fc.nat(20)).map(
  ([subscription, of, which]) =>
    new Command(
      `replay ${of} of ${subscription}, ${which}`,
      async (world, ledger) => {
        const entry = world.log.entries[which % world.log.entries.length]!;
        const position = String(entry.position);
        if (of === 'one') world.endpoints.askFor(subscription, { of, event: entry.id, position });
        else if (of === 'everything') world.endpoints.askFor(subscription, { of, after: position });
        else world.endpoints.askFor(subscription, { of: 'failed', since: 0 as never });
        ledger.replays.set(subscription, (ledger.replays.get(subscription) ?? 0) + 1);
        cut(world, ledger);
        await world.look(subscription);
      },
      (world) => world.log.entries.length > 0 && state(world, subscription) !== 'ended',
    ),
);

/** One customer's deliveries fail until they are given up, while those of others are taken. */
const siege = fc.tuple(endpoint, fc.constantFrom('ann', 'bob')).map(
  ([subscription, besieged]) =>
    new Command(`${besieged} of ${subscription} fails for days`, async ({ log, clock, receivers: { behaves } }) => {
      log.append(besieged);
      behaves.set(`${subscription} customer-${besieged}`, 500);
      for (let day = 0; day < 5; day += 1) {
        log.append(besieged === 'ann' ? 'bob' : 'ann');
        await clock.advance(24 * HOUR);
      }
      behaves.delete(`${subscription} customer-${besieged}`);
      log.append(besieged);
    }),
);

/** A worker stands still in the middle of its work, somebody else goes on with it, and then the first goes on, too. */
const eclipse = fc
  .tuple(endpoint, worker, fc.array(customer, { minLength: 1, maxLength: 4 }), fc.constantFrom(100, 6 * SECOND))
  .map(
    ([subscription, to, customers, time]) =>
      new Command(
        `${to} has ${subscription} while ${customers.join()} are told of something, and nothing moves elsewhere`,
        async (world, ledger) => {
          ledger.stills += 1;
          ledger.cuts += 3;
          world.log.append('ann');
          world.log.append('bob');
          await world.settled();
          for (const number of world.workers.keys()) if (number !== to) world.standStill(number);
          await world.steal(subscription, to);
          for (const one of customers) world.log.append(one);
          await world.clock.advance(time);
          for (const number of world.workers.keys()) await world.goOn(number);
          await world.clock.advance(200);
        },
      ),
  );

const MAY_HAPPEN = [
  ...[append, append, append, answer, answer, advance, advance, advance],
  ...[crash, crash, pause, resume, resume, end, rotate, replay, siege],
];

/** What may happen, the usual more often than the rare. */
export const commands = fc.commands(MAY_HAPPEN, { maxCommands: 40, size: 'max' });

/** And what may happen to several who share the work. */
export const sharedCommands = fc.commands(
  [...MAY_HAPPEN, append, answer, move, move, move, move, steal, steal, still, goOn, goOn, eclipse, eclipse],
  { maxCommands: 40, size: 'max' },
);
