import { type EntityReference } from '#kept/contracts';
import { type Instant, instant, parseInstant } from '#kept/domain';
import { DAY, MINUTE, weekday } from './almanac.js';
import { type Beginning, Course } from './course.js';
import { type DemoCustomer, demoCustomers } from './customers.js';
import { type Aftermath, end } from './ending.js';
import { type DemoHistory, HistoryBuilder } from './history.js';
import { KINDS } from './kinds.js';
import { liveThrough } from './moves.js';
import { Random } from './random.js';
import { STORY_LENGTH, storyCustomers, storyDay, storyHistories } from './story.js';
import { type DemoTeam, demoTeams } from './teams.js';

export interface DemoOptions {
  seed: number;
  /** How many of each; by default 30,000 commitments, 5,000 customers, 40 teams. The story comes with every demo. */
  commitments?: number;
  customers?: number;
  teams?: number;
  /** The demo's present: nothing is recorded after it. A constant unless given, so that the demo is the same every day. */
  now?: Instant;
  /**
   * The id that an entry will have in the ledger it is going to. A void names its entry by id, so without this nothing
   * is voided.
   */
  entryId?: (stream: EntityReference, key: string) => string;
}

export const DEMO_NOW = parseInstant('2026-06-30T18:00:00+08:00');

/** Eighteen months. */
const SPAN = 548 * DAY;

/**
 * Eighteen months of a service company that promises much, keeps most, and does not always call: teams, then
 * customers, then commitments roughly in the order they were made. The same options give the same histories, entry by
 * entry; every entry is one that its decider accepts. A customer's stream may come again with what they said later.
 */
export function* demoHistories({
  seed,
  commitments = 30_000,
  customers = 5_000,
  teams = 40,
  now = DEMO_NOW,
  entryId,
}: DemoOptions): Generator<DemoHistory> {
  const start = instant(Math.floor((now - SPAN) / DAY) * DAY);
  const random = new Random(seed);
  const company = demoTeams(random.whole(0, 2 ** 32), Math.max(1, teams), start, now);
  for (const { history } of company) yield history;

  const [home] = company as [DemoTeam];
  yield* storyCustomers(home, start, now);
  const regions = [...new Set(company.map(({ region }) => region))];
  const known: DemoCustomer[] = [];
  for (const { history, ...customer } of demoCustomers(
    random.whole(0, 2 ** 32),
    Math.max(1, customers),
    regions,
    start,
    now,
  )) {
    known.push(customer);
    yield history;
  }

  const storyBegins = home.almanac.at(storyDay(home.almanac, now), 0);
  const emergencies = new Map<DemoTeam, string>();
  let told = false;
  let made = STORY_LENGTH;
  let recovery: Beginning | undefined;
  while (made < commitments) {
    const progress = (made + random.next()) / commitments;
    const beginning: Beginning =
      recovery ?? beginningAt(progress, { random, known, company, start, now, number: made });
    recovery = undefined;
    if (!told && beginning.madeAt >= storyBegins) {
      yield* storyHistories(home, now);
      told = true;
    }
    const course = new Course(beginning, random, now);
    liveThrough(course, emergencies.get(beginning.team));
    const { stream } = course.history;
    const after = end(course, entryId && ((key) => entryId(stream, key)));
    const history = course.history.build();
    // What was to be recorded after the demo's present has not begun.
    made += 1;
    if (!history) continue;
    if (beginning.kind === KINDS.emergency) emergencies.set(beginning.team, beginning.id);
    yield history;
    const report = reportOf(beginning, after, random, now);
    if (report) yield report;
    if (after.recoveryAt !== undefined && after.recoveryAt < now)
      recovery = {
        ...beginning,
        id: `${beginning.id}-r`,
        kind: KINDS.visit,
        madeAt: after.recoveryAt,
        recoveryOf: beginning.id,
      };
  }
  if (!told) yield* storyHistories(home, now);
}

interface World {
  random: Random;
  known: readonly DemoCustomer[];
  company: readonly DemoTeam[];
  start: Instant;
  now: Instant;
  number: number;
}

function beginningAt(progress: number, { random, known, company, start, now, number }: World): Beginning {
  // Some customers ask much more often than others.
  const customer = known[Math.floor(known.length * random.next() ** 1.7)]!;
  const near = company.filter(({ region }) => region === customer.region);
  const team = random.weighted(near.map((one) => [one, one.craft.share] as const));
  const kind = random.weighted(team.craft.kinds);
  // The company grows: the later half has more than half of the promises.
  const moment = instant(start + Math.floor((progress ** 0.85 * (now - start)) / MINUTE) * MINUTE);
  const { almanac } = team;
  const day = almanac.dayOf(moment);
  const hour = kind === KINDS.emergency ? random.next() * 24 : 8 + random.next() * 11;
  const quiet = weekday(day) === 'Sun' && kind !== KINDS.emergency && random.happens(0.7);
  const madeAt = almanac.at(quiet ? day + 1 : day, hour);
  return { id: `k-${String(number).padStart(6, '0')}`, team, customer, kind, madeAt: madeAt > now ? moment : madeAt };
}

function reportOf(
  { id, customer }: Beginning,
  { csat }: Aftermath,
  random: Random,
  now: Instant,
): DemoHistory | undefined {
  if (!csat) return undefined;
  const builder = new HistoryBuilder({ kind: 'customer', id: customer.id }, random, now);
  const data = { measure: 'csat', score: csat.score, commitment: id } as const;
  builder.add(`csat ${id}`, csat.at, { type: 'ReportSatisfaction', data });
  return builder.build();
}
