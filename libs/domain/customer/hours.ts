import { type CalendarEdition, checkedEdition } from '../time/index.js';

/** When a customer is open: a working time that nobody has put a date on. */
export type CustomerHours = Pick<CalendarEdition, 'timeZone' | 'weekly' | 'special'>;

/** One edition for the same hours: what is compiled of it is found again. */
const editions = new WeakMap<CustomerHours, CalendarEdition>();

/** The hours as an edition of a calendar that speaks for all time. */
export function editionOf(hours: CustomerHours): CalendarEdition {
  const known = editions.get(hours);
  if (known) return known;
  const { timeZone, weekly, special } = hours;
  const edition = { timeZone, weekly, special, validFrom: '0001-01-01', validTo: '9999-12-31', source: 'customer' };
  editions.set(hours, edition);
  return edition;
}

/** The hours with every part checked. @throws Refusal naming the part */
export function checkedCustomerHours(hours: CustomerHours): CustomerHours {
  const { timeZone, weekly, special } = checkedEdition(editionOf(hours));
  return { timeZone, weekly, special };
}
