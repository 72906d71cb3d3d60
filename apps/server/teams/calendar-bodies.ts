import { type CalendarEdition, type PublishCalendar, type SpecialDay } from '#kept/domain';
import { field, Moment, Name } from '../http/fields.js';
import {
  dateOf,
  datesOf,
  eachDay,
  fieldsOf,
  nameOf,
  SPECIAL,
  specialOf,
  WEEKLY,
  weeklyOf,
  zoneOf,
} from '../http/open-hours.js';
import { DAY, NAME, ZONE } from '../http/schemas.js';

const SPECIAL_DAY = {
  type: 'object',
  required: ['name'],
  properties: { name: NAME, source: NAME },
  additionalProperties: false,
} as const;

const EDITION = {
  type: 'object',
  required: ['timeZone', 'weekly', 'special', 'validFrom', 'validTo', 'source'],
  properties: {
    timeZone: ZONE,
    weekly: WEEKLY,
    special: SPECIAL,
    specialDays: {
      type: 'object',
      description: 'What special days are called, and who says so where that is not the edition’s source.',
      maxProperties: SPECIAL.maxProperties,
      propertyNames: DAY,
      additionalProperties: SPECIAL_DAY,
    },
    validFrom: { ...DAY, description: 'The first day it speaks for.' },
    validTo: { ...DAY, description: 'The last day it speaks for: beyond, answers are provisional.' },
    source: { ...NAME, description: 'Where it comes from.' },
  },
  additionalProperties: false,
} as const;

export class CalendarBody {
  @Name({ description: 'A name that was not used before: a version is published once.' })
  version!: string;

  @field(editionOf, { allOf: [EDITION] }, { description: 'The team’s working time.' })
  edition!: CalendarEdition;

  @Moment({ optional: true, description: 'When it happened; default: now. Never later than now.' })
  occurredAt?: string;
}

export function calendarOf({ version, edition }: CalendarBody): PublishCalendar['data'] {
  return { version, edition: editionOf(edition, 'edition') };
}

/** What can be read; whether it makes sense, the domain says. @throws Refusal, RequestRefused */
function editionOf(sent: CalendarEdition, name: string): CalendarEdition {
  const edition = fieldsOf(sent, name, Object.keys(EDITION.properties));
  const part = <T>(key: keyof CalendarEdition, read: (value: unknown, at: string) => T): T =>
    read(edition[key], `${name}.${key}`);
  return {
    timeZone: part('timeZone', zoneOf),
    weekly: part('weekly', weeklyOf),
    special: part('special', specialOf),
    ...(edition['specialDays'] !== undefined && { specialDays: part('specialDays', specialDaysOf) }),
    validFrom: part('validFrom', dateOf),
    validTo: part('validTo', dateOf),
    source: part('source', nameOf),
  };
}

function specialDaysOf(sent: unknown, name: string): Record<string, SpecialDay> {
  return eachDay(datesOf(sent, name), name, (day, at) => {
    const { name: called, source } = fieldsOf(day, at, Object.keys(SPECIAL_DAY.properties));
    return {
      name: nameOf(called, `${at}.name`),
      ...(source !== undefined && { source: nameOf(source, `${at}.source`) }),
    };
  });
}
