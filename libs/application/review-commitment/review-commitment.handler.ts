import {
  type Circumstances,
  findingsOf,
  identityOf,
  type MadeCommitment,
  momentFor,
  needsCalendar,
  termsOf,
  workingTime,
} from '#kept/domain';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { commitments, Customers, Ledger, type Submission, Teams } from '../ledger/index.js';
import { type Review, ReviewCommitment } from './review-commitment.command.js';

/** Who says what the ledger finds out by itself. */
export const WATCH = { id: 'watch', role: 'kept' } as const;

@CommandHandler(ReviewCommitment)
export class ReviewCommitmentHandler implements ICommandHandler<ReviewCommitment> {
  constructor(
    private readonly ledger: Ledger,
    private readonly customers: Customers,
    private readonly teams: Teams,
  ) {}

  /**
   * Each finding is a command whose id says all that makes it the same one: however many watches come to it, and however
   * often, it is recorded once; and it is judged again by what the stream holds then.
   */
  async execute({ commitment: id, now }: ReviewCommitment): Promise<Review> {
    const { state } = await this.ledger.load(commitments, id);
    if (state.status === 'unmade') return { findings: [] };
    const circumstances = await this.circumstancesOf(state);
    const findings = findingsOf(state, now, circumstances);
    if (findings.length === 0) return { findings };
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

  private async circumstancesOf(commitment: MadeCommitment): Promise<Circumstances> {
    const { customer, team } = commitment.promise.data;
    const terms = termsOf(commitment)!;
    const whose = await this.customers.glance(customer);
    const working = needsCalendar(terms) ? await this.calendarOf(team, terms.calendar) : undefined;
    return { ...(working && { working }), ...(whose.status === 'forgotten' && { forgottenAt: whose.at }) };
  }

  private async calendarOf(id: string, version: string | undefined) {
    if (version === undefined) return undefined;
    let team = await this.teams.glance(id);
    // An edition never changes, so a glance is as good as a look, unless it was published a moment ago.
    if (team.status === 'registered' && !team.calendars.has(version)) team = await this.teams.get(id);
    const edition = team.status === 'registered' ? team.calendars.get(version) : undefined;
    return edition && workingTime(edition);
  }
}
