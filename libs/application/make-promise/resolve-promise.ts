import {
  type Customer,
  editionOf,
  type MakePromise as Decision,
  type PromiseCircumstances,
  refuse,
  type Team,
  termsFor,
  type TermsRequest,
} from '#kept/domain';
import { Injectable } from '@nestjs/common';
import { Customers, Teams } from '../ledger/index.js';
import { type Promised } from './make-promise.command.js';
import { OpenPromises } from './open-promises.js';

/** Adds to a promise what is written on it of its moment, and what it is checked by. */
@Injectable()
export class ResolvePromise {
  constructor(
    private readonly customers: Customers,
    private readonly teams: Teams,
    private readonly open: OpenPromises,
  ) {}

  /**
   * The promise with the team's terms and the customer's segment, and with what warnings rest on.
   * @param commitment its id, where it has one yet
   * @throws Refusal `team-unknown`, `customer-unknown`, `customer-forgotten`, `recovery-of-itself`
   */
  async resolve(commitment: string | undefined, promised: Promised): Promise<Decision['data']> {
    const { team, customer, recoveryOf, kind, levels, tolerance } = promised;
    const { due } = promised.promised;
    const [theTeam, theCustomer, promisedOtherwise] = await Promise.all([
      this.teams.glance(team),
      this.customers.glance(customer),
      this.open.promisedOtherwise({ customer, kind, due, self: commitment, recoveryOf }),
    ]);
    // Nobody is refused by hearsay.
    const its = registeredTeam(theTeam.status === 'unknown' ? await this.teams.get(team) : theTeam, team);
    const whose = registeredCustomer(
      theCustomer.status === 'registered' ? theCustomer : await this.customers.get(customer),
      customer,
    );
    if (recoveryOf !== undefined && recoveryOf === commitment) refuse('recovery-of-itself');
    const segment = promised.segment ?? whose.data.segment;
    const request: TermsRequest = { kind, levels, isRecovery: recoveryOf !== undefined };
    if (segment !== undefined) request.segment = segment;
    if (tolerance !== undefined) request.tolerance = tolerance;
    const circumstances = circumstancesOf(its, whose, promisedOtherwise);
    const resolved: Decision['data'] = { ...promised, terms: termsFor(its, request), circumstances };
    if (segment !== undefined) resolved.segment = segment;
    return resolved;
  }
}

type RegisteredTeam = Extract<Team, { status: 'registered' }>;
type RegisteredCustomer = Extract<Customer, { status: 'registered' }>;

function circumstancesOf(
  { calendar, calendars }: RegisteredTeam,
  { data: { hours } }: RegisteredCustomer,
  promisedOtherwise: boolean,
): PromiseCircumstances {
  const teamCalendar = calendar === undefined ? undefined : calendars.get(calendar);
  return {
    ...(teamCalendar && { teamCalendar }),
    ...(hours && { customerCalendar: editionOf(hours) }),
    promisedOtherwise,
  };
}

function registeredTeam(team: Team, id: string): RegisteredTeam {
  return team.status === 'registered' ? team : refuse('team-unknown', { team: id });
}

function registeredCustomer(customer: Customer, id: string): RegisteredCustomer {
  return customer.status === 'registered' ? customer : refuse(`customer-${customer.status}`, { customer: id });
}
