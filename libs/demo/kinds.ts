import { duration, type Duration, instant, type Instant, type PromisedWindow } from '#kept/domain';
import { type Almanac, HOUR, MINUTE } from './almanac.js';
import { type Random } from './random.js';

/** A kind of promise: how far ahead it is made, in which form, and what is tolerated. */
export interface Kind {
  name: string;
  /** Promised for so many hours, or so many days, from now. */
  ahead: { hours: readonly [least: number, most: number] } | { days: readonly [least: number, most: number] };
  /** How long after the due the customer still accepts it. */
  tolerance: Duration;
  /** What was promised, in the customer's language. */
  what: Readonly<Record<'zh' | 'en', readonly string[]>>;
  price?: number;
}

const hours = (count: number): Duration => duration(count * HOUR);

export const KINDS = {
  repair: {
    name: 'repair',
    ahead: { days: [0, 2] },
    tolerance: hours(2),
    what: {
      zh: ['冷水机组漏水，上门维修', '空压机停机，明天修好', '净水器不出水', '中央空调异响，派人检查'],
      en: ['Chiller leaks, repair on site', 'Compressor stopped', 'No water from the purifier', 'Air handler is noisy'],
    },
    price: 480,
  },
  emergency: {
    name: 'emergency-repair',
    ahead: { hours: [3, 8] },
    tolerance: duration(30 * MINUTE),
    what: { zh: ['机房空调停机，紧急抢修', '手术室冷机故障'], en: ['Server room cooling is down', 'Cold store alarm'] },
    price: 1_200,
  },
  filter: {
    name: 'filter-replacement',
    ahead: { days: [2, 9] },
    tolerance: hours(24),
    what: { zh: ['更换滤芯', '更换新风滤网'], en: ['Replace the filter cartridges', 'Replace the intake filters'] },
    price: 180,
  },
  installation: {
    name: 'installation',
    ahead: { days: [3, 10] },
    tolerance: hours(4),
    what: { zh: ['安装新机组', '安装净水设备'], en: ['Install the new unit', 'Install the water purifier'] },
    price: 900,
  },
  delivery: {
    name: 'delivery',
    ahead: { days: [1, 4] },
    tolerance: hours(4),
    what: { zh: ['配送备件', '送货上门'], en: ['Deliver the spare parts', 'Deliver to the door'] },
  },
  inspection: {
    name: 'inspection',
    ahead: { days: [4, 18] },
    tolerance: hours(24),
    what: { zh: ['年度安全检查', '季度巡检'], en: ['Yearly safety inspection', 'Quarterly inspection'] },
    price: 300,
  },
  callback: {
    name: 'callback',
    ahead: { hours: [1, 5] },
    tolerance: duration(15 * MINUTE),
    what: { zh: ['回电说明账单', '回电确认方案'], en: ['Call back about the invoice', 'Call back about the offer'] },
  },
  visit: {
    name: 'recovery-visit',
    ahead: { days: [1, 3] },
    tolerance: hours(4),
    what: { zh: ['主管上门致歉并全面检查'], en: ['The manager visits, apologises and inspects everything'] },
  },
} as const satisfies Record<string, Kind>;

/** The window in which a kind of promise is made at that moment. */
export function windowFor(kind: Kind, madeAt: Instant, almanac: Almanac, random: Random): PromisedWindow {
  const { timeZone } = almanac;
  if ('hours' in kind.ahead) {
    const quarters = random.whole(kind.ahead.hours[0] * 4, kind.ahead.hours[1] * 4);
    return { due: instant(Math.ceil(madeAt / (15 * MINUTE)) * 15 * MINUTE + quarters * 15 * MINUTE), timeZone };
  }
  const today = almanac.dayOf(madeAt);
  const day = almanac.workday(today + random.whole(...kind.ahead.days));
  if (day === today) return { due: madeAt < almanac.at(day, 13) ? almanac.at(day, 18) : almanac.endOf(day), timeZone };
  switch (random.whole(0, 3)) {
    case 0:
      return { from: almanac.at(day, 9), due: almanac.at(day, 12), timeZone };
    case 1:
      return { from: almanac.at(day, 13), due: almanac.at(day, 18), timeZone };
    case 2:
      return { due: almanac.at(day, random.whole(10, 18)), timeZone };
    default:
      return { due: almanac.endOf(day), timeZone };
  }
}
