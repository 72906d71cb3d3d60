import { refuse, termsFor } from '#kept/domain';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Commitments, Customers, Teams } from '../ledger/index.js';
import { MakePromise } from './make-promise.command.js';

@CommandHandler(MakePromise)
export class MakePromiseHandler implements ICommandHandler<MakePromise> {
  constructor(
    private readonly commitments: Commitments,
    private readonly customers: Customers,
    private readonly teams: Teams,
  ) {}

  /** @throws Refusal `team-unknown`, `customer-unknown`, `customer-forgotten` beside those of the decider */
  async execute({ commitment, data: { tolerance, ...data }, metadata }: MakePromise) {
    const [team, customer] = await Promise.all([this.teams.get(data.team), this.customers.get(data.customer)]);
    if (team.status === 'unknown') refuse('team-unknown', { team: data.team });
    if (customer.status !== 'registered') refuse(`customer-${customer.status}`, { customer: data.customer });
    if (data.recoveryOf === commitment) refuse('recovery-of-itself');
    const isRecovery = data.recoveryOf !== undefined;
    const terms = termsFor(team, { isRecovery, ...(tolerance !== undefined && { tolerance }) });
    return this.commitments.submit(commitment, { type: 'MakePromise', data: { ...data, terms } }, metadata);
  }
}
