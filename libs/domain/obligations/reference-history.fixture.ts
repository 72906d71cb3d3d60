import { type CommitmentEntry, type PromiseMade, type Terms } from '../commitment/index.js';
import { type Entry } from '../entry.js';
import { type Instant, type PromisedWindow, sameWindow } from '../time/index.js';

interface ReferencePause {
  from: Instant;
  /** Places of the entries that began and ended it. */
  begin: number;
  end?: number;
}

/** The entries that count, in the order in which they happened, and what is asked of them by their places. */
export class ReferenceHistory {
  /** Those last applied, and then for the whole history. */
  readonly terms: Terms;
  /** The place of the settlement; past the end where there is none. */
  readonly settledBy: number;
  readonly pauses: readonly ReferencePause[];

  constructor(
    private readonly promise: Entry<PromiseMade>,
    readonly entries: readonly CommitmentEntry[],
  ) {
    const reapplied = entries.filter((entry) => entry.type === 'PolicyReapplied').at(-1);
    this.terms = reapplied ? reapplied.data.terms : promise.data.terms;
    const settled = entries.findIndex(({ type }) => type === 'PromiseFulfilled' || type === 'CommitmentWithdrawn');
    this.settledBy = settled < 0 ? entries.length : settled;
    this.pauses = this.terms.pausesStopClock === false ? [] : this.pausesOf();
  }

  isSettledBefore(place: number): boolean {
    return this.settledBy < place;
  }

  /** What the customer has been told and reached with, if that is a window. Declined was told too. */
  tells(place: number): PromisedWindow | undefined {
    const entry = this.entries[place]!;
    return entry.type === 'CustomerNotified' && entry.data.reached ? entry.data.conveyed : undefined;
  }

  /** The promised window, then each that was told and not declined, or that the customer wanted; none after settlement. */
  expectationAfter(place: number): PromisedWindow {
    let expectation = this.promise.data.promised;
    for (let before = 1; before <= place && before < this.settledBy; before += 1) {
      const entry = this.entries[before]!;
      const told = this.tells(before);
      if (told && entry.type === 'CustomerNotified' && entry.data.answer !== 'declined') expectation = told;
      if (entry.type === 'CommitmentRescheduled' && entry.data.initiator === 'customer') expectation = entry.data.to;
    }
    return expectation;
  }

  /** Told the same window again, the customer expects what they expected. */
  setsExpectation(place: number): boolean {
    return place === 0 || !sameWindow(this.expectationAfter(place), this.expectationAfter(place - 1));
  }

  planAfter(place: number): PromisedWindow {
    let { plan } = this.promise.data;
    for (let before = 1; before <= place && before < this.settledBy; before += 1) {
      const entry = this.entries[before]!;
      if (entry.type === 'CommitmentRescheduled') plan = entry.data.to;
    }
    return plan;
  }

  wasToldOfWithdrawalBefore(place: number): boolean {
    return this.lastHeardBefore(place) === 'withdrawal';
  }

  /** Whether the provider moved the plan to what the customer had last been told, and not wanted otherwise since. */
  wasToldBefore(place: number): boolean {
    const entry = this.entries[place]!;
    if (entry.type !== 'CommitmentRescheduled' || entry.data.initiator !== 'provider') return false;
    const last = this.lastHeardBefore(place);
    return typeof last === 'object' && sameWindow(last, this.planAfter(place));
  }

  /** A telling is overtaken by another, of a window or of a withdrawal, and by what the customer wants themselves. */
  private lastHeardBefore(place: number): PromisedWindow | 'withdrawal' | 'their own wish' | undefined {
    const heard = this.entries.slice(0, place).map((entry, before) => {
      if (entry.type === 'CommitmentRescheduled' && entry.data.initiator === 'customer') return 'their own wish';
      if (this.tellsOfWithdrawal(before)) return 'withdrawal';
      return this.tells(before);
    });
    return heard.filter((one) => one !== undefined).at(-1);
  }

  tellsOfWithdrawal(place: number): boolean {
    const entry = this.entries[place]!;
    return entry.type === 'CustomerNotified' && entry.data.purpose === 'withdrawal' && entry.data.reached;
  }

  /** A pause ends when it is resumed, or with the settlement. */
  private pausesOf(): ReferencePause[] {
    const pauses: ReferencePause[] = [];
    this.entries.slice(0, this.settledBy + 1).forEach(({ type, occurredAt }, place) => {
      const last = pauses.at(-1);
      const running = last !== undefined && last.end === undefined;
      if (type === 'ClockPaused' && !running) pauses.push({ from: occurredAt, begin: place });
      if (running && (type === 'ClockResumed' || place === this.settledBy)) last.end = place;
    });
    return pauses;
  }
}
