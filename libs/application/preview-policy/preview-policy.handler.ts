import { flipsUnder, type Instant } from '#kept/domain';
import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { type Affected, Reapplication } from '../reapply-policy/reapplication.js';
import { type FlippedCommitment, type PolicyPreview, PreviewPolicy } from './preview-policy.query.js';

@QueryHandler(PreviewPolicy)
export class PreviewPolicyHandler implements IQueryHandler<PreviewPolicy> {
  constructor(private readonly reapplication: Reapplication) {}

  /** @throws Refusal `team-unknown`, `policy-unknown` */
  async execute({ question, at }: PreviewPolicy): Promise<PolicyPreview> {
    const { rows, ...page } = await this.reapplication.page(question, at);
    const flipped = rows
      .map((one) => flippedBy(one, at))
      .filter(({ outcomes, obligations }) => outcomes.length > 0 || obligations.length > 0);
    return { ...page, rows: flipped, affected: rows.length, at };
  }
}

function flippedBy({ id, commitment, terms, now, then }: Affected, at: Instant): FlippedCommitment {
  const { customer } = commitment.promise.data;
  return { commitment: id, customer, ...flipsUnder(commitment, at, now, { terms, circumstances: then }) };
}
