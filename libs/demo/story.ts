import { type Instant, instant } from '#kept/domain';
import { type Almanac, DAY, weekday } from './almanac.js';
import { type DemoHistory, HistoryBuilder } from './history.js';
import { Random } from './random.js';
import { silence, theEmergency, theRecovery, theSameWithOneCall, theVerdict } from './scenes.js';
import { STORY } from './story-names.js';
import { type DemoTeam } from './teams.js';

const CUSTOMERS = [
  [STORY.customer, 'key-account', '华东机电 Huadong Electromechanical'],
  [STORY.twin.customer, 'key-account', '立信纺织 Lixin Textile'],
  [STORY.hospital, 'public', '东海医院 Donghai Hospital'],
] as const;

/** The customers of the story. */
export function storyCustomers(team: DemoTeam, start: Instant, now: Instant): DemoHistory[] {
  return CUSTOMERS.map(([id, segment, name]) => {
    const builder = new HistoryBuilder({ kind: 'customer', id }, new Random(0), now);
    const personal = { name, contact: '+86 000 0000 0000' };
    const data = { segment, timeZone: team.region.timeZone, personal };
    builder.add('registered', instant(start - 20 * DAY), { type: 'RegisterCustomer', data }, 0);
    return builder.build()!;
  });
}

/** The Monday on which it began: three to four weeks before the demo's present. */
export function storyDay(almanac: Almanac, now: Instant): number {
  let day = almanac.dayOf(now) - 21;
  while (weekday(day) !== 'Mon') day -= 1;
  return day;
}

/** How many commitments the story has. */
export const STORY_LENGTH = 4;

/** What happened, in the order in which it began. */
export function* storyHistories(team: DemoTeam, now: Instant): Generator<DemoHistory> {
  const monday = storyDay(team.almanac, now);
  for (const scene of [silence, theSameWithOneCall, theEmergency, theRecovery, theVerdict]) {
    const history = scene(team, monday, now).build();
    if (history) yield history;
  }
}
