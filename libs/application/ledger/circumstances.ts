import {
  asksToTell,
  type CalendarEdition,
  type Circumstances,
  type MadeCommitment,
  needsCalendar,
  type Terms,
  termsOf,
  workingTime,
  type WorkingTime,
} from '#kept/domain';
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
    // What it comes to now is compared with what it came to under the terms it had before.
    const ever = [terms, ...termsEver(commitment)];
    const whose = ever.some(asksToTell) ? await this.customers.glance(customer) : undefined;
    const needed = ever.filter(needsCalendar);
    const calendars = needed.length > 0 ? await this.calendarsOf(team, needed) : undefined;
    const working = needsCalendar(terms) && terms.calendar !== undefined ? calendars?.(terms.calendar) : undefined;
    return {
      ...(working && { working, timeZoneDatabase: timeZoneDatabase() }),
      ...(calendars && { calendars }),
      ...(whose?.status === 'forgotten' && { forgottenAt: whose.at }),
    };
  }

  private async calendarsOf(
    id: string,
    needed: readonly Terms[],
  ): Promise<(version: string) => WorkingTime | undefined> {
    let team = await this.teams.glance(id);
    const has = ({ calendar }: Terms): boolean =>
      calendar === undefined || (team.status === 'registered' && team.calendars.has(calendar));
    // An edition never changes, so a glance is as good as a look, unless it was published a moment ago.
    if (!needed.every(has)) team = await this.teams.get(id);
    const editions: ReadonlyMap<string, CalendarEdition> = team.status === 'registered' ? team.calendars : new Map();
    return (version) => {
      const edition = editions.get(version);
      return edition && workingTime(edition);
    };
  }
}

function termsEver({ entries }: MadeCommitment): Terms[] {
  return entries.flatMap((entry) =>
    entry.type === 'PromiseMade' || entry.type === 'PolicyReapplied' ? [entry.data.terms] : [],
  );
}
