import { type CommitmentEntry, type Instant, momentFor, type StandingCommitment } from '#kept/domain';
import { type Actor, type Position } from '#kept/event-store';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Commitments, namedUuid } from '../ledger/index.js';
import { type Affected, Reapplication } from './reapplication.js';
import { type Reapplied, ReapplyPolicy } from './reapply-policy.command.js';

@CommandHandler(ReapplyPolicy)
export class ReapplyPolicyHandler implements ICommandHandler<ReapplyPolicy> {
  constructor(
    private readonly reapplication: Reapplication,
    private readonly commitments: Commitments,
  ) {}

  /** @throws Refusal `team-unknown`, `policy-unknown` */
  async execute({ question, actor, now }: ReapplyPolicy): Promise<Reapplied> {
    const { rows, examined, next } = await this.reapplication.page(question, now);
    const positions = await Promise.all(rows.map((one) => this.reapply(one, actor, now)));
    const written = positions.filter((position) => position !== undefined);
    const last = written.reduce<Position | undefined>(
      (max, one) => (max === undefined || one > max ? one : max),
      undefined,
    );
    return {
      examined,
      reapplied: written.length,
      ...(last !== undefined && { position: last }),
      ...(next !== undefined && { next }),
    };
  }

  /** Two runs at the same time come to the same command, which is recorded once. */
  private async reapply(
    { id, commitment, terms }: Affected,
    actor: Actor,
    now: Instant,
  ): Promise<Position | undefined> {
    const commandId = namedUuid(`reapply ${terms.policy} to ${id} after ${boundBy(commitment).id}`);
    const at = momentFor(commitment, now);
    const receipt = await this.commitments.submit(
      id,
      { type: 'ReapplyPolicy', data: { terms } },
      { commandId, fingerprint: commandId, actor, occurredAt: at, recordedAt: at },
    );
    return receipt.outcome === 'recorded' ? receipt.position : undefined;
  }
}

/** The entry that made a commitment's terms what they are: its promise, the last reapplication, or the last void. */
function boundBy({ promise, entries }: StandingCommitment): CommitmentEntry {
  return entries.reduce<CommitmentEntry>(
    (last, entry) => (BINDING.includes(entry.type) && entry.revision > last.revision ? entry : last),
    promise,
  );
}

const BINDING: readonly CommitmentEntry['type'][] = ['PolicyReapplied', 'EntryVoided'];
