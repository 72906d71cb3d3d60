import {
  type CommandMetadata,
  ForgetCustomer,
  MakePromise,
  PublishCalendar,
  PublishPolicy,
  RegisterCustomer,
  RegisterTeam,
} from '#kept/application';
import {
  type CommitmentCommand,
  duration,
  instant,
  type Instant,
  isDerived,
  NEEDS,
  PARTIES,
  type PromisedWindow,
  PURPOSES,
  UTC,
} from '#kept/domain';
import { type Chance, someCalendar, someRules } from './rules.js';
import { type Site } from './site.js';
import { type Time } from './site-clock.js';

type WithoutMoment<C> = C extends { type: infer T; data: infer D } ? { type: T; data: D } : never;
type Said = WithoutMoment<Exclude<CommitmentCommand, { type: 'MakePromise' }>>;

export const TEAMS = ['north', 'south'] as const;
const HOUR = 3_600_000;

/** Everybody who records anything: each entry about a commitment that there is, and now and then of the past. */
export class People {
  readonly commitments: string[] = [];
  private readonly customers: string[] = [];
  private said = 0;
  private versions = 0;

  constructor(
    private readonly chance: Chance,
    private readonly time: Time,
    private readonly seed: number,
  ) {}

  async begin(site: Site): Promise<void> {
    for (const team of TEAMS) {
      await site.commands.execute(new RegisterTeam(team, { name: team, timeZone: 'Asia/Shanghai' }, this.metadata()));
      await this.publish(site, team);
    }
    await this.welcome(site);
  }

  /** A team’s calendar and policy, from now on; what was promised keeps its own. */
  async publish(site: Site, team: string = this.chance.oneOf(TEAMS)): Promise<void> {
    this.versions += 1;
    const version = `v${this.versions}`;
    const edition = someCalendar(this.chance);
    await site.commands.execute(new PublishCalendar(team, { version, edition }, this.metadata()));
    await site.commands.execute(
      new PublishPolicy(
        team,
        { version, rules: { ...someRules(this.chance), tolerance: duration(HOUR) } },
        this.metadata(),
      ),
    );
  }

  async welcome(site: Site): Promise<void> {
    const customer = `k${this.customers.length}`;
    this.customers.push(customer);
    await site.commands.execute(new RegisterCustomer(customer, {}, this.metadata()));
  }

  /** The customer of the longest standing. */
  async forget(site: Site): Promise<void> {
    const customer = this.customers.shift();
    if (customer === undefined) return;
    await this.welcome(site);
    await site.commands.execute(new ForgetCustomer(customer, { reason: 'asked for it' }, this.metadata()));
  }

  async promise(site: Site): Promise<void> {
    const commitment = `c${this.commitments.length}`;
    const metadata = this.metadata(this.ago(0.2));
    const made = new MakePromise(
      commitment,
      {
        customer: this.chance.oneOf(this.customers),
        team: this.chance.oneOf(TEAMS),
        owner: 'chen',
        kind: 'repair',
        promised: this.window(),
        ...(this.chance.happens(0.2) && { plan: this.window() }),
        levels: {},
        clarity: 'explicit',
        source: 'company',
        contactMode: 'human-machine',
      },
      metadata,
    );
    // Whoever died of it before they were told may have recorded it.
    this.commitments.push(commitment);
    await site.commands.execute(made);
  }

  /** Something about one of the latest commitments; what the ledger refuses was not said. */
  async say(site: Site, commitment = this.chance.oneOf(this.commitments.slice(-4))): Promise<void> {
    const { state } = await site.commitments.get(commitment);
    if (state.status === 'unmade') return;
    const entries = state.entries.filter(({ type }) => !isDerived(type));
    const since = state.promise.occurredAt;
    const at = instant(Math.min(this.time.now, Math.max(since, this.ago(0.25))));
    const calendar = state.promise.data.terms.calendar!;
    await site.commitments.submit(
      commitment,
      this.something(
        entries.map(({ id }) => id),
        calendar,
      ),
      this.metadata(at),
    );
  }

  private something(entries: readonly string[], calendar: string): Said {
    const { chance } = this;
    const reached = chance.happens(0.75);
    const complaint = `p${chance.below(2)}`;
    const choices: [weight: number, () => Said][] = [
      [
        4,
        () => ({
          type: 'Reschedule',
          data: { to: this.window(), initiator: chance.oneOf(PARTIES), reason: 'emergency' },
        }),
      ],
      [
        5,
        () => ({
          type: 'Notify',
          data: {
            purpose: chance.oneOf(PURPOSES),
            channel: 'phone',
            reached,
            answer: reached ? chance.oneOf(['accepted', 'accepted', 'declined', 'none']) : 'none',
            ...(chance.happens(0.7) && { conveyed: this.window() }),
          },
        }),
      ],
      [2, () => this.fulfilment()],
      [1, () => ({ type: 'Withdraw', data: { by: chance.oneOf(PARTIES), reason: 'no parts' } })],
      [3, () => ({ type: 'RecordFollowUpCall', data: { reached: chance.happens(0.4) } })],
      [2, () => ({ type: 'RaiseComplaint', data: { complaint, need: chance.oneOf(NEEDS) } })],
      [2, () => ({ type: 'AnswerComplaint', data: { complaint } })],
      [1.5, () => ({ type: 'PauseClock', data: { reason: 'no access' } })],
      [1.5, () => ({ type: 'ResumeClock', data: { reason: 'access' } })],
      [0.4, () => ({ type: 'VoidEntry', data: { entry: entries[0]!, reason: 'mistaken' } })],
      [
        3,
        () => ({ type: 'VoidEntry', data: { entry: chance.oneOf(['none', ...entries.slice(1)]), reason: 'mistaken' } }),
      ],
      [
        1.5,
        () => ({
          type: 'ReapplyPolicy',
          data: { terms: { policy: 'another', calendar, tolerance: duration(HOUR), ...someRules(chance) } },
        }),
      ],
    ];
    let left = (chance.below(1_000) / 1_000) * choices.reduce((sum, [weight]) => sum + weight, 0);
    return choices.find(([weight]) => (left -= weight) < 0)![1]();
  }

  private fulfilment(): Said {
    const { now } = this.time;
    const unseen = this.chance.happens(0.3);
    const interval = { notBefore: instant(now - HOUR - this.chance.quarters(0, 24)), notAfter: now };
    return {
      type: 'Fulfil',
      data: { levels: {}, leftUndone: false, evidence: [], ...(unseen && { interval }) },
    };
  }

  /** One of a few windows about now, so that some are told that were planned. */
  private window(): PromisedWindow {
    const day = 24 * HOUR;
    const due = instant(Math.floor(this.time.now / day) * day + this.chance.below(6) * 12 * HOUR);
    return { due, timeZone: UTC, ...(this.chance.happens(0.3) && { from: instant(due - 3 * HOUR) }) };
  }

  /** Now, mostly; as often as is said, some time ago. */
  private ago(probability: number): Instant {
    return this.chance.happens(probability) ? instant(this.time.now - this.chance.quarters(0, 48)) : this.time.now;
  }

  private metadata(occurredAt: Instant = this.time.now): CommandMetadata {
    this.said += 1;
    const commandId = `${this.seed}-${this.said}`;
    return { commandId, actor: { id: 'anna', role: 'agent' }, occurredAt, recordedAt: this.time.now };
  }
}
