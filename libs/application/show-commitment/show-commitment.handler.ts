import {
  type CommitmentEntry,
  commitmentFrom,
  foundBefore,
  foundIn,
  type Instant,
  type MadeCommitment,
  obligationsOf,
} from '#kept/domain';
import { foldedHistory, type HistoryQuestion, type ListedObligation } from '#kept/read-model';
import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { CommitmentCircumstances, Commitments, Ledger } from '../ledger/index.js';
import { ShowCommitment, type ShownCommitment } from './show-commitment.query.js';

@QueryHandler(ShowCommitment)
export class ShowCommitmentHandler implements IQueryHandler<ShowCommitment> {
  constructor(
    private readonly ledger: Ledger,
    private readonly commitments: Commitments,
    private readonly circumstances: CommitmentCircumstances,
  ) {}

  async execute({ commitment: id, question }: ShowCommitment): Promise<ShownCommitment | undefined> {
    // First: what is read afterwards has everything up to there.
    const position = await this.ledger.head();
    const { state, formRevision } = await this.commitments.get(id);
    if (state.status === 'unmade') return undefined;
    const { at, knownAt, personal = false } = question;
    const entries = inStreamOrder(state).map((entry) => ({
      ...(personal ? entry : impersonal(entry)),
      position: entry.revision,
    }));
    const { commitments, steps } = foldedHistory([{ position: 0, commitment: id, entries }], question);
    const [commitment] = commitments;
    if (!commitment) return undefined;
    return {
      commitment,
      steps,
      at,
      ...(knownAt !== undefined && { knownAt }),
      position: String(position),
      formRevision: formRevision as bigint,
      obligations: await this.obligationsOf(state, { at, ...(knownAt !== undefined && { knownAt }) }),
    };
  }

  /** By what had been recorded then, and had occurred. */
  private async obligationsOf(
    commitment: MadeCommitment,
    { at, knownAt = Infinity as Instant }: Pick<HistoryQuestion, 'at' | 'knownAt'>,
  ): Promise<ListedObligation[]> {
    const known = inStreamOrder(commitment).filter(({ recordedAt }) => recordedAt <= knownAt);
    const found = foundIn(known.filter(({ occurredAt }) => occurredAt <= at));
    return obligationsOf(commitmentFrom(known), at, await this.circumstances.of(commitment)).map((one) => {
      const { standing: declared } = foundBefore(found, one);
      return { ...one, ...(declared && { declared }) };
    });
  }
}

const inStreamOrder = ({ entries }: MadeCommitment): CommitmentEntry[] =>
  entries.toSorted((a, b) => a.revision - b.revision);

function impersonal(entry: CommitmentEntry): CommitmentEntry {
  if (!('personal' in entry.data)) return entry;
  const { personal: _, ...data } = entry.data;
  return { ...entry, data } as CommitmentEntry;
}
