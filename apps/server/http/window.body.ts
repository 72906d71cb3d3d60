import { endOfDay, parseInstant, type PromisedWindow, timeZone } from '#kept/domain';
import { Described } from './described.js';
import { Day, Moment, Zone } from './fields.js';
import { refuseRequest } from './request-refused.js';

/** A promised window: due at a moment, or on a day, which is due when it ends in its zone. */
@Described({
  oneOf: [{ required: ['due'] }, { required: ['day'] }],
  examples: [
    { day: '2026-03-03', timeZone: 'Asia/Shanghai' },
    { from: '2026-03-03T01:00:00Z', due: '2026-03-03T04:00:00Z', timeZone: 'Asia/Shanghai' },
  ],
})
export class WindowBody {
  @Moment({ optional: true, description: 'Not before this.' })
  from?: string;

  @Moment({ optional: true, description: 'Due by this moment. Either `due` or `day`.' })
  due?: string;

  @Day({ optional: true, description: 'Due by the last millisecond of this day in the zone. Either `due` or `day`.' })
  day?: string;

  @Zone({ description: 'The zone it was spoken in.' })
  timeZone!: string;
}

/** @throws Refusal, RequestRefused `choice-unclear` */
export function windowOf({ from, due, day, timeZone: name }: WindowBody, field: string): PromisedWindow {
  const zone = timeZone(name, `${field}.timeZone`);
  if ((due === undefined) === (day === undefined)) refuseRequest('choice-unclear', { field, allowed: 'due, day' });
  const end = due === undefined ? endOfDay(dateOf(day!), zone, `${field}.day`) : parseInstant(due, `${field}.due`);
  return { ...(from !== undefined && { from: parseInstant(from, `${field}.from`) }), due: end, timeZone: zone };
}

function dateOf(day: string): { year: number; month: number; day: number } {
  const [year, month, dayOfMonth] = day.split('-').map(Number) as [number, number, number];
  return { year, month, day: dayOfMonth };
}
