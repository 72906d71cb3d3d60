import { type PastEntry } from '#kept/application';
import { formatInstant } from '#kept/domain';
import { type EntityReference } from '#kept/contracts';
import { type StagedEntry } from '../staging/index.js';

/** What is known of one commitment, customer or team, or the next part of it where that is very much. */
export interface StagedHistory {
  stream: EntityReference;
  entries: PastEntry[];
  /** Where each entry comes from. */
  origins: { file: number; line: number }[];
}

/** More entries than this of one stream are recorded in parts: a history is held in memory. */
const LONGEST_PART = 1_000;

/** Gathers entries, which come stream by stream, into histories. */
export function* histories(entries: Iterable<StagedEntry>): Generator<StagedHistory> {
  let current: StagedHistory | undefined;
  let keys = new Keys();
  for (const { stream, type, occurredAt, data, file, line } of entries) {
    const same = current?.stream.kind === stream.kind && current.stream.id === stream.id;
    if (!current || !same || current.entries.length === LONGEST_PART) {
      if (current) yield current;
      if (!same) keys = new Keys();
      current = { stream, entries: [], origins: [] };
    }
    // The scratch gives back what was staged as a command's type and data.
    const entry = { type, occurredAt, data } as Omit<PastEntry, 'key'>;
    current.entries.push({ key: keys.of(entry), ...entry });
    current.origins.push({ file, line });
  }
  if (current) yield current;
}

/**
 * What tells an entry from the others of its stream, the same in every run: what happened and when, and which of
 * several equal ones. Rows may come in another order next time, so content comes before the count.
 */
class Keys {
  private readonly seen = new Map<string, number>();

  of(entry: Omit<PastEntry, 'key'>): string {
    const meaning = `${happening(entry)} ${formatInstant(entry.occurredAt)}`;
    const ordinal = (this.seen.get(meaning) ?? 0) + 1;
    this.seen.set(meaning, ordinal);
    return ordinal === 1 ? meaning : `${meaning} #${ordinal}`;
  }
}

const HAPPENINGS: Readonly<Partial<Record<PastEntry['type'], string>>> = {
  MakePromise: 'promised',
  Notify: 'told',
  Reschedule: 'moved',
  Fulfil: 'fulfilled',
  Withdraw: 'withdrawn',
  RecordFollowUpCall: 'called',
  RegisterCustomer: 'registered',
  RegisterTeam: 'registered',
};

function happening({ type, data }: Omit<PastEntry, 'key'>): string {
  if ('measure' in data) return `reported ${data.measure} ${data.score} about ${data.commitment ?? 'everything'}`;
  if ('complaint' in data) return `${type === 'RaiseComplaint' ? 'complained' : 'answered'} ${data.complaint}`;
  return HAPPENINGS[type] ?? type;
}
