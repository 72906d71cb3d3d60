import { type Circumstances, type MadeCommitment, needsCalendar, type Terms, termsOf, workingTime } from '#kept/domain';
import { Injectable } from '@nestjs/common';
import { timeZoneDatabase } from '../time-zone-database.js';
import { Customers, Teams } from './services.js';

/** Finds what a commitment's obligations depend on beside its own entries. */
@Injectable()
export class CommitmentCircumstances {
  constructor(
    private readonly customers: Customers,
    private readonly teams: Teams,
  ) {}

  /** @param terms those it is judged by; default: the commitment's own */
  async of(commitment: MadeCommitment, terms: Terms = termsOf(commitment)!): Promise<Circumstances> {
    const { customer, team } = commitment.promise.data;
    const whose = await this.customers.glance(customer);
    const working = needsCalendar(terms) ? await this.calendarOf(team, terms.calendar) : undefined;
    return {
      ...(working && { working, timeZoneDatabase: timeZoneDatabase() }),
      ...(whose.status === 'forgotten' && { forgottenAt: whose.at }),
    };
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
