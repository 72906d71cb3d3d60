import { type CustomerHours } from '#kept/domain';
import { field, type FieldOptions } from '../http/fields.js';
import { fieldsOf, SPECIAL, specialOf, WEEKLY, weeklyOf, zoneOf } from '../http/open-hours.js';
import { ZONE } from '../http/schemas.js';

const HOURS = {
  type: 'object',
  required: ['timeZone', 'weekly'],
  properties: { timeZone: ZONE, weekly: WEEKLY, special: SPECIAL },
  additionalProperties: false,
} as const;

/** Hours as they are sent. */
export type HoursBody = Omit<CustomerHours, 'special'> & Partial<Pick<CustomerHours, 'special'>>;

/** A customer's open hours. */
// Nest takes `required` of a field itself for whether the field is.
export const Hours = (options: FieldOptions = {}): PropertyDecorator => field(hoursOf, { allOf: [HOURS] }, options);

/** What can be read; whether it makes sense, the domain says. @throws Refusal, RequestRefused */
export function hoursOf(sent: HoursBody, name: string): CustomerHours {
  const { timeZone, weekly, special = {} } = fieldsOf(sent, name, Object.keys(HOURS.properties));
  return {
    timeZone: zoneOf(timeZone, `${name}.timeZone`),
    weekly: weeklyOf(weekly, `${name}.weekly`),
    special: specialOf(special, `${name}.special`),
  };
}
