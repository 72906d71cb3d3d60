import { type Duration, type MakePromise as Decision, Refusal, refuse, termsFor } from '#kept/domain';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Commitments, Customers, fingerprintOf, type Receipt, Teams } from '../ledger/index.js';
import { MakePromise, type Promised } from './make-promise.command.js';

@CommandHandler(MakePromise)
export class MakePromiseHandler implements ICommandHandler<MakePromise> {
  constructor(
    private readonly commitments: Commitments,
    private readonly customers: Customers,
    private readonly teams: Teams,
  ) {}

  /** @throws Refusal `team-unknown`, `customer-unknown`, `customer-forgotten` beside those of the decider */
  async execute({ commitment, data, metadata }: MakePromise): Promise<Receipt> {
    // What was said, without the terms: a policy published meanwhile does not make a retry another promise.
    const fingerprint = metadata.fingerprint ?? fingerprintOf({ type: 'MakePromise', data, metadata });
    const { tolerance, ...promised } = data;
    try {
      const resolved = await this.resolved(commitment, promised, tolerance);
      const said = { ...metadata, fingerprint };
      return await this.commitments.submit(commitment, { type: 'MakePromise', data: resolved }, said);
    } catch (error) {
      // A customer forgotten since, say: the promise was made all the same.
      const first =
        error instanceof Refusal &&
        (await this.commitments.firstReceipt(commitment, { commandId: metadata.commandId, fingerprint }));
      if (first) return first;
      throw error;
    }
  }

  /** The promise with what is written on it of its moment: the team's terms, the customer's segment. */
  private async resolved(
    commitment: string,
    promised: Omit<Promised, 'tolerance'>,
    tolerance: Duration | undefined,
  ): Promise<Decision['data']> {
    const { team, customer, recoveryOf } = promised;
    let [its, whose] = await Promise.all([this.teams.glance(team), this.customers.glance(customer)]);
    // Nobody is refused by hearsay.
    if (its.status === 'unknown') its = await this.teams.get(team);
    if (its.status === 'unknown') return refuse('team-unknown', { team });
    if (whose.status !== 'registered') whose = await this.customers.get(customer);
    if (whose.status !== 'registered') return refuse(`customer-${whose.status}`, { customer });
    if (recoveryOf === commitment) refuse('recovery-of-itself');
    const { segment } = whose.data;
    const made = { ...(segment !== undefined && { segment }), ...promised };
    const terms = termsFor(its, {
      ...made,
      isRecovery: recoveryOf !== undefined,
      ...(tolerance !== undefined && { tolerance }),
    });
    return { ...made, terms };
  }
}
