import { type CommitmentEntry, type MadeCommitment } from '#kept/domain';
import { foldedHistory } from '#kept/read-model';
import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { Commitments, Ledger } from '../ledger/index.js';
import { ShowCommitment, type ShownCommitment } from './show-commitment.query.js';

@QueryHandler(ShowCommitment)
export class ShowCommitmentHandler implements IQueryHandler<ShowCommitment> {
  constructor(
    private readonly ledger: Ledger,
    private readonly commitments: Commitments,
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
    };
  }
}

const inStreamOrder = ({ entries }: MadeCommitment): CommitmentEntry[] =>
  entries.toSorted((a, b) => a.revision - b.revision);

function impersonal(entry: CommitmentEntry): CommitmentEntry {
  if (!('personal' in entry.data)) return entry;
  const { personal: _, ...data } = entry.data;
  return { ...entry, data } as CommitmentEntry;
}
