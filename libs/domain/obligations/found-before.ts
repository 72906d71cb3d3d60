import { type CommitmentEntry, type ObligationReference } from '../commitment/index.js';
import { type Instant } from '../time/index.js';

/** What a commitment's stream already says of one obligation. */
export interface FoundBefore extends ObligationReference {
  /** Deadlines that were warned of. */
  readonly foreseen: readonly Instant[];
  /** How often a breach was declared. */
  readonly declared: number;
  /** The breach that was declared and not retracted: at most one. */
  readonly standing?: { readonly deadline: Instant; readonly at: Instant };
}

/** What had been found about an obligation. */
export function foundBefore(found: readonly FoundBefore[], { kind, entry }: ObligationReference): FoundBefore {
  return found.find((one) => one.kind === kind && one.entry === entry) ?? { kind, entry, foreseen: [], declared: 0 };
}

/** What had been found after one more entry, in stream order. */
export function noteFinding(found: readonly FoundBefore[], entry: CommitmentEntry): readonly FoundBefore[] {
  if (entry.type !== 'BreachForeseen' && entry.type !== 'BreachDeclared' && entry.type !== 'BreachRetracted')
    return found;
  const { obligation, deadline } = entry.data;
  const { standing, ...before } = foundBefore(found, obligation);
  const others = found.filter((one) => one.kind !== obligation.kind || one.entry !== obligation.entry);
  switch (entry.type) {
    case 'BreachForeseen':
      return [...others, { ...before, ...(standing && { standing }), foreseen: [...before.foreseen, deadline] }];
    case 'BreachDeclared':
      return [...others, { ...before, declared: before.declared + 1, standing: { deadline, at: entry.occurredAt } }];
    case 'BreachRetracted':
      return [...others, before];
  }
}

/** What has been found, by the entries of a commitment in any order. */
export function foundIn(entries: readonly CommitmentEntry[]): readonly FoundBefore[] {
  return entries.toSorted((a, b) => a.revision - b.revision).reduce<readonly FoundBefore[]>(noteFinding, []);
}
