import { type PastEntry, type PastEntryOutcome } from '#kept/application';
import { type Instant } from '#kept/domain';

/** What became of the rows of one file: `read` is the sum of `used`, all of `ignored` and `rejected`. */
export interface FileSummary {
  file: string;
  input: string;
  read: number;
  used: number;
  /** Per rule; `not referenced` for rows kept for joins that no other row asked for. */
  ignored: Record<string, number>;
  rejected: number;
  /** Lines with nothing on them. They are no rows. */
  blankLines: number;
}

/** What became of the entries: `total` is the sum of the other four. */
export interface EntrySummary {
  total: number;
  recorded: number;
  unchanged: number;
  withoutEffect: number;
  refused: number;
}

export interface ImportSummary {
  source: string;
  /** Nothing was recorded: this is what an empty ledger would have done. */
  dryRun: boolean;
  recordedAt: Instant;
  files: FileSummary[];
  /** Files that the mapping says not to read. */
  ignoredFiles: string[];
  /** What the mapping asked to be counted. */
  counts: Record<string, number>;
  entries: EntrySummary;
  entriesByType: Partial<Record<PastEntry['type'], number>>;
  /** Refused entries by the ledger's code. */
  refusals: Record<string, number>;
  /** Events recorded. */
  events: number;
  /** Whether the ledger is another than before. */
  changed: boolean;
  /** Rejected rows and refused entries, each with its line and reason. */
  rejectsFile?: string;
  milliseconds: number;
}

/** A customer or team that somebody registered before is exactly what was wanted. */
const ALREADY_THERE: Readonly<Partial<Record<PastEntry['type'], string>>> = {
  RegisterCustomer: 'customer-exists',
  RegisterTeam: 'team-exists',
};

/** Counts entries as they are recorded. */
export class EntryTally {
  readonly entries: EntrySummary = { total: 0, recorded: 0, unchanged: 0, withoutEffect: 0, refused: 0 };
  readonly byType = new Tally();
  readonly refusals = new Tally();
  events = 0;

  /** @returns the outcome where the entry was refused and somebody should know */
  add({ type }: PastEntry, outcome: PastEntryOutcome): Extract<PastEntryOutcome, { outcome: 'refused' }> | undefined {
    this.entries.total += 1;
    this.byType.add(type);
    switch (outcome.outcome) {
      case 'recorded':
        this.entries.recorded += 1;
        this.events += outcome.events;
        return undefined;
      case 'unchanged':
        this.entries.unchanged += 1;
        return undefined;
      case 'without-effect':
        this.entries.withoutEffect += 1;
        return undefined;
      case 'refused':
        if (outcome.code === ALREADY_THERE[type]) {
          this.entries.unchanged += 1;
          return undefined;
        }
        this.entries.refused += 1;
        this.refusals.add(outcome.code);
        return outcome;
    }
  }
}

/** How often each name came up. Names come from strangers, so they are no property names while counting. */
export class Tally {
  private readonly counts = new Map<string, number>();

  add(name: string, times = 1): void {
    this.counts.set(name, (this.counts.get(name) ?? 0) + times);
  }

  toObject(): Record<string, number> {
    return Object.fromEntries(this.counts);
  }
}
