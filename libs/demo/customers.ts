import { type Instant, instant } from '#kept/domain';
import { DAY, MINUTE } from './almanac.js';
import { type DemoHistory, HistoryBuilder } from './history.js';
import { companyName, personName, phoneNumber } from './names.js';
import { Random } from './random.js';
import { type Region } from './teams.js';

export interface DemoCustomer {
  id: string;
  segment: string;
  region: Region;
}

const SEGMENTS = [
  ['household', 60],
  ['business', 30],
  ['public', 6],
  ['key-account', 4],
] as const;

/** The customers, registered before their first promise; the regions are those that have a team. */
export function* demoCustomers(
  ...[seed, count, regions, start, now]: [number, number, readonly Region[], Instant, Instant]
): Generator<DemoCustomer & { history: DemoHistory }> {
  const random = new Random(seed);
  for (let index = 1; index <= count; index += 1) {
    const region = random.pick(regions);
    const segment = random.weighted(SEGMENTS);
    const id = `c-${String(index).padStart(5, '0')}`;
    const { language, city } = region;
    const name = segment === 'household' ? personName(random, language) : companyName(random, language, city);
    const registeredAt = instant(start - 20 * DAY + Math.round((index / count) * 19 * 1_440) * MINUTE);
    const builder = new HistoryBuilder({ kind: 'customer', id }, random, now);
    builder.add('registered', registeredAt, {
      type: 'RegisterCustomer',
      data: { segment, timeZone: region.timeZone, personal: { name, contact: phoneNumber(random, language) } },
    });
    if (random.happens(0.08)) stateExpectation(builder, random, instant(registeredAt + 10 * MINUTE));
    yield { id, segment, region, history: builder.build()! };
  }
}

/** Some say from the beginning what they expect in general; some of those are talked down to what can be kept. */
function stateExpectation(builder: HistoryBuilder, random: Random, at: Instant): void {
  const expectation = random.pick(['answers-within-the-day', 'is-told-of-every-change', 'no-hidden-costs']);
  const dimension = expectation === 'no-hidden-costs' ? 'price' : 'communication';
  const level = { desired: random.whole(7, 10), adequate: random.whole(3, 6) };
  const clarity = random.pick(['explicit', 'implicit', 'fuzzy'] as const);
  const source = random.pick(['experience', 'company', 'word-of-mouth', 'competitor'] as const);
  builder.add('stated', at, { type: 'StateExpectation', data: { expectation, dimension, level, clarity, source } });
  if (random.happens(0.3))
    builder.add('corrected', instant(at + random.whole(1, 15) * DAY), {
      type: 'CorrectExpectation',
      data: { expectation, level: { ...level, desired: 6 }, clarity: 'explicit', reason: 'talked-over' },
    });
}
