import { type CalendarEdition, checkedEdition } from '../time/index.js';

/** When a customer is open: a working time that nobody has put a date on. */
export type CustomerHours = Pick<CalendarEdition, 'timeZone' | 'weekly' | 'special'>;

/** The hours as an edition of a calendar that speaks for all time. */
export function editionOf({ timeZone, weekly, special }: CustomerHours): CalendarEdition {
  return { timeZone, weekly, special, validFrom: '0001-01-01', validTo: '9999-12-31', source: 'customer' };
}

/** The hours with every part checked. @throws Refusal naming the part */
export function checkedCustomerHours(hours: CustomerHours): CustomerHours {
  const { timeZone, weekly, special } = checkedEdition(editionOf(hours));
  return { timeZone, weekly, special };
}
