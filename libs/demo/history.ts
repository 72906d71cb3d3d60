import { type EntityReference } from '#kept/contracts';
import { type CommitmentCommand, type CustomerCommand, type Instant, instant, type TeamCommand } from '#kept/domain';
import { MINUTE } from './almanac.js';
import { type Random } from './random.js';

/** What a command says, without its moment. */
type Said<Command> = Command extends { type: infer Type; data: infer Data } ? { type: Type; data: Data } : never;

/** One thing that happened, as recording a history takes it. */
export type DemoEntry = {
  /** The same in every run, and no other in its stream. */
  key: string;
  occurredAt: Instant;
  recordedAt: Instant;
} & Said<CommitmentCommand | CustomerCommand | TeamCommand>;

/** What is to be recorded of one stream. A customer's may come more than once, each time with what is new. */
export interface DemoHistory {
  stream: EntityReference;
  /** In the order they were recorded. */
  entries: DemoEntry[];
}

/** Collects what happened in one stream, and when each thing became known. */
export class HistoryBuilder {
  private readonly entries: DemoEntry[] = [];
  private readonly counts = new Map<string, number>();

  constructor(
    readonly stream: EntityReference,
    private readonly random: Random,
    private readonly now: Instant,
  ) {}

  /**
   * @param name what happened; the second of the same name gets a number
   * @param delay how long until it was recorded: some minutes, unless somebody forgot
   * @returns the entry's key
   */
  add(
    name: string,
    occurredAt: Instant,
    said: Said<CommitmentCommand | CustomerCommand | TeamCommand>,
    delay?: number,
  ): string {
    const count = (this.counts.get(name) ?? 0) + 1;
    this.counts.set(name, count);
    const key = count === 1 ? name : `${name}#${count}`;
    // Nothing is recorded before the first entry: there was nothing yet to add to.
    const begun = this.entries[0]?.recordedAt ?? 0;
    const recordedAt = instant(Math.max(begun, occurredAt + (delay ?? this.random.whole(0, 12) * MINUTE)));
    this.entries.push({ key, occurredAt, recordedAt, ...said });
    return key;
  }

  /** What is known by now, as it became known; nothing if the stream had not begun. */
  build(): DemoHistory | undefined {
    const entries = this.entries
      .filter(({ recordedAt }) => recordedAt <= this.now)
      .sort((a, b) => a.recordedAt - b.recordedAt);
    return entries[0] === this.entries[0] && entries[0] ? { stream: this.stream, entries } : undefined;
  }
}
