import { type Instant, type Principal } from '#kept/domain';
import { type Notebook } from './notebook.js';
import { type Refused, RefusalTally } from './refusal-tally.js';
import { type RefusedEntry } from './session.js';

/** What principals did that must not be forgotten: each in their own stream, `access-{principal}`. */
export class AccessLog {
  readonly #tally: RefusalTally;
  readonly #strangers = new Map<RefusedEntry['because'], number>();

  constructor(
    private readonly notebook: Notebook,
    private readonly now: () => Instant,
  ) {
    this.#tally = new RefusalTally(now, (principal, data, lastAt) =>
      this.#note(principal, { type: 'AccessRefused', data }, lastAt),
    );
  }

  /**
   * Notes that somebody is about to see personal data. Wait for it, and show nothing if it fails.
   * @param whose customers whose data they are
   */
  personalDataRead(principal: Principal, what: string, whose: readonly string[]): Promise<void> {
    return this.#note(principal, { type: 'PersonalDataRead', data: { what, whose: [...new Set(whose)] } });
  }

  /** Notes that data leave in bulk. Wait for it, and hand out nothing if it fails. */
  exported(principal: Principal, what: string, rows: number): Promise<void> {
    return this.#note(principal, { type: 'DataExported', data: { what, rows } });
  }

  /**
   * Notes that somebody we know was turned away: the first time at once, and then once a minute how often it happened
   * again for the same reason at the same route.
   */
  refused(principal: Principal, refused: Refused): Promise<void> {
    return this.#tally.count(principal, refused);
  }

  /** Counts who came without showing who they are. Nothing of it is written: anybody could fill the ledger. */
  turnedAway(because: RefusedEntry['because']): void {
    this.#strangers.set(because, (this.#strangers.get(because) ?? 0) + 1);
  }

  /** How many were turned away without our knowing who they are, by reason, since the start. */
  get strangers(): ReadonlyMap<RefusedEntry['because'], number> {
    return this.#strangers;
  }

  /** Writes what is counted and not yet noted, and waits for what is being written. */
  async close(): Promise<void> {
    await this.#tally.close();
    await this.notebook.settled();
  }

  #note({ id, role }: Principal, note: Parameters<Notebook['write']>[0]['note'], at?: Instant): Promise<void> {
    const recordedAt = this.now();
    return this.notebook.write({ actor: { id, role }, note, occurredAt: at ?? recordedAt, recordedAt });
  }
}
