import { findingsOf, identityOf, momentFor, nextAttention } from '#kept/domain';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { CommitmentCircumstances, commitments, Ledger, type Submission } from '../ledger/index.js';
import { type Review, ReviewCommitment } from './review-commitment.command.js';

/** Who says what the ledger finds out by itself. */
export const WATCH = { id: 'watch', role: 'kept' } as const;

@CommandHandler(ReviewCommitment)
export class ReviewCommitmentHandler implements ICommandHandler<ReviewCommitment> {
  constructor(
    private readonly ledger: Ledger,
    private readonly circumstances: CommitmentCircumstances,
  ) {}

  /**
   * Each finding is a command whose id says all that makes it the same one: however many watches come to it, and however
   * often, it is recorded once; and it is judged again by what the stream holds then.
   */
  async execute({ commitment: id, now }: ReviewCommitment): Promise<Review> {
    const { state } = await this.ledger.load(commitments, id);
    if (state.status === 'unmade') return { findings: [] };
    const circumstances = await this.circumstances.of(state);
    const findings = findingsOf(state, now, circumstances);
    if (findings.length === 0) {
      const next = nextAttention(state, circumstances);
      return { findings, ...(next !== undefined && { next }) };
    }
    const recordedAt = momentFor(state, now);
    const { outcomes } = await this.ledger.submit(
      commitments,
      id,
      findings.map((finding): Submission<Parameters<typeof commitments.decide>[0]> => {
        const moment = { occurredAt: finding.at, recordedAt };
        const commandId = identityOf(finding);
        return {
          command: { type: 'RecordFinding', data: { finding, circumstances }, metadata: moment },
          metadata: { commandId, fingerprint: commandId, actor: WATCH, ...moment },
        };
      }),
    );
    return { findings: findings.filter((_, index) => outcomes[index]!.outcome === 'recorded') };
  }
}
