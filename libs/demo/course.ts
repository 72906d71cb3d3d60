import { type CommitmentCommand, type Instant, instant, type PromisedWindow, startOf } from '#kept/domain';
import { HOUR, MINUTE } from './almanac.js';
import { type DemoCustomer } from './customers.js';
import { HistoryBuilder } from './history.js';
import { type Kind, windowFor } from './kinds.js';
import { type Random } from './random.js';
import { type DemoTeam } from './teams.js';

/** What a promise is about, before anything has happened to it. */
export interface Beginning {
  id: string;
  team: DemoTeam;
  customer: DemoCustomer;
  kind: Kind;
  madeAt: Instant;
  recoveryOf?: string;
}

type NotifyData = Extract<CommitmentCommand, { type: 'Notify' }>['data'];

/** One promise on its way: what is planned, what the customer expects, and when something last happened. */
export class Course {
  readonly history: HistoryBuilder;
  readonly promised: PromisedWindow;
  plan: PromisedWindow;
  expectation: PromisedWindow;
  /** The customer heard of a change only after their due had passed. */
  toldLate = false;
  problemLeft = false;
  last: Instant;

  constructor(
    readonly beginning: Beginning,
    readonly random: Random,
    readonly now: Instant,
  ) {
    const { id, team, customer, kind, madeAt, recoveryOf } = beginning;
    const { almanac, region } = team;
    this.history = new HistoryBuilder({ kind: 'commitment', id }, random, now);
    this.promised = this.plan = this.expectation = windowFor(kind, madeAt, almanac, random);
    this.last = madeAt;
    const wish = random.happens(0.12) ? this.between(madeAt + HOUR, this.promised.due - HOUR) : undefined;
    this.history.add('promised', madeAt, {
      type: 'MakePromise',
      data: {
        customer: customer.id,
        segment: customer.segment,
        team: team.id,
        owner: random.pick(team.owners),
        kind: kind.name,
        promised: this.promised,
        ...(wish !== undefined && wish < this.promised.due && { requested: { due: wish, timeZone: almanac.timeZone } }),
        levels: levelsOf(kind, random),
        clarity: random.weighted([
          ['explicit', 8],
          ['implicit', 1],
          ['fuzzy', 1],
        ] as const),
        source: random.weighted([
          ['company', 6],
          ['experience', 4],
          ['word-of-mouth', 1],
          ['competitor', 1],
          ['media', 1],
          ['technology', 1],
        ] as const),
        contactMode: random.weighted([
          ['human-machine', 5],
          ['face-to-face', 3],
          ['machine-machine', 1],
        ] as const),
        terms: team.terms(kind, madeAt, recoveryOf !== undefined),
        ...(recoveryOf !== undefined && { recoveryOf }),
        personal: { what: random.pick(kind.what[region.language]) },
      },
    });
  }

  /** The provider's new plan. */
  move(at: Instant, to: PromisedWindow, reason: string, displacedBy?: string): void {
    this.happened('moved', at, {
      type: 'Reschedule',
      data: { to, reason, initiator: 'provider', ...(displacedBy !== undefined && { displacedBy }) },
    });
    this.plan = to;
  }

  /** The customer asks for another date, and gets it. */
  agreeAnew(at: Instant, to: PromisedWindow, reason: string): void {
    this.happened('agreed-anew', at, { type: 'Reschedule', data: { to, reason, initiator: 'customer' } });
    this.plan = this.expectation = to;
  }

  tell(name: string, at: Instant, said: Partial<NotifyData> & Pick<NotifyData, 'purpose'>): void {
    const data = { channel: 'phone', reached: true, answer: 'none', ...said } as const;
    this.happened(name, at, { type: 'Notify', data });
    if (!data.reached || data.answer === 'declined' || !data.conveyed) return;
    if (this.expectation.due < at) this.toldLate = true;
    this.expectation = data.conveyed;
  }

  /** A moment between two; where office hours lie between them, in those, unless the promise is one of any hour. */
  between(earliest: number, latest: number): Instant {
    const { random } = this;
    const { kind, team } = this.beginning;
    const [first, last] = [
      Math.ceil(earliest / MINUTE),
      Math.max(Math.ceil(earliest / MINUTE), Math.floor(latest / MINUTE)),
    ];
    let at = instant(random.whole(first, last) * MINUTE);
    if ('hours' in kind.ahead) return at;
    for (let attempt = 0; attempt < 4 && !team.almanac.isWorking(at); attempt += 1)
      at = instant(random.whole(first, last) * MINUTE);
    if (team.almanac.isWorking(at)) return at;
    const opening = team.almanac.nextOpening(at) + random.whole(0, 90) * MINUTE;
    return opening <= latest ? instant(opening) : at;
  }

  /** So long before the plan begins, but not before anything else happened. */
  beforePlan(hours: number): Instant {
    return instant(Math.max(this.last + MINUTE, startOf(this.plan) - hours * HOUR));
  }

  happened(name: string, at: Instant, said: Parameters<HistoryBuilder['add']>[2], delay?: number): string {
    if (at > this.last) this.last = at;
    return this.history.add(name, at, said, delay);
  }
}

function levelsOf({ price }: Kind, random: Random): { quality?: object; price?: object } {
  return {
    ...(random.happens(0.4) && { quality: { desired: random.whole(8, 10), adequate: random.whole(5, 7) } }),
    ...(price !== undefined && random.happens(0.5) && { price: { desired: price, adequate: price * 1.25 } }),
  };
}
