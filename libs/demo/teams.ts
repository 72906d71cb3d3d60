import {
  decideTeam,
  duration,
  evolveTeam,
  type Instant,
  instant,
  type PolicyRules,
  type Team,
  type TeamCommand,
  type Terms,
  termsFor,
  timeZone,
  unknownTeam,
} from '#kept/domain';
import { Almanac, DAY, HOUR, MINUTE } from './almanac.js';
import { type DemoHistory, HistoryBuilder } from './history.js';
import { type Kind, KINDS } from './kinds.js';
import { staffName } from './names.js';
import { Random } from './random.js';

/** How a team deals with its promises; probabilities from 0 to 1. */
export interface Manner {
  /** That it moves a date. */
  moves: number;
  /** That it tells the customer in time, or only when the due had passed, where it moved one. The rest is silence. */
  tells: number;
  tellsLate: number;
  /** That it is done by the date last planned. */
  punctual: number;
  advises: number;
  calls: number;
}

const MANNERS = {
  steady: { moves: 0.06, tells: 0.8, tellsLate: 0.1, punctual: 0.965, advises: 0.8, calls: 0.85 },
  candid: { moves: 0.2, tells: 0.88, tellsLate: 0.06, punctual: 0.95, advises: 0.7, calls: 0.75 },
  average: { moves: 0.14, tells: 0.55, tellsLate: 0.15, punctual: 0.93, advises: 0.5, calls: 0.6 },
  // Looks best by the plan, because the plan follows the work.
  hiding: { moves: 0.34, tells: 0.12, tellsLate: 0.14, punctual: 0.985, advises: 0.25, calls: 0.35 },
  stretched: { moves: 0.22, tells: 0.4, tellsLate: 0.2, punctual: 0.82, advises: 0.35, calls: 0.4 },
} as const satisfies Record<string, Manner>;

export interface Region {
  id: string;
  city: string;
  language: 'zh' | 'en';
  timeZone: string;
}

const SHANGHAI = 'Asia/Shanghai';
const REGIONS: readonly Region[] = [
  { id: 'shanghai', city: '上海', language: 'zh', timeZone: SHANGHAI },
  { id: 'suzhou', city: '苏州', language: 'zh', timeZone: SHANGHAI },
  { id: 'hangzhou', city: '杭州', language: 'zh', timeZone: SHANGHAI },
  { id: 'nanjing', city: '南京', language: 'zh', timeZone: SHANGHAI },
  { id: 'beijing', city: '北京', language: 'zh', timeZone: SHANGHAI },
  { id: 'shenzhen', city: '深圳', language: 'zh', timeZone: SHANGHAI },
  { id: 'chengdu', city: '成都', language: 'zh', timeZone: SHANGHAI },
  { id: 'wuhan', city: '武汉', language: 'zh', timeZone: SHANGHAI },
  { id: 'singapore', city: 'Singapore', language: 'en', timeZone: 'Asia/Singapore' },
  { id: 'sydney', city: 'Sydney', language: 'en', timeZone: 'Australia/Sydney' },
];

/** What a team does: its kinds of promise, how often each, and how large its share of a region's work is. */
interface Craft {
  id: string;
  name: Readonly<Record<'zh' | 'en', string>>;
  kinds: readonly (readonly [Kind, weight: number])[];
  share: number;
}

const CRAFTS: readonly Craft[] = [
  {
    id: 'repair',
    name: { zh: '维修组', en: 'repairs' },
    kinds: [
      [KINDS.repair, 6],
      [KINDS.emergency, 1],
    ],
    share: 4,
  },
  {
    id: 'care',
    name: { zh: '保养组', en: 'care' },
    kinds: [
      [KINDS.filter, 3],
      [KINDS.inspection, 2],
    ],
    share: 3,
  },
  { id: 'installation', name: { zh: '安装组', en: 'installation' }, kinds: [[KINDS.installation, 1]], share: 2 },
  {
    id: 'desk',
    name: { zh: '服务台', en: 'service desk' },
    kinds: [
      [KINDS.delivery, 3],
      [KINDS.callback, 2],
    ],
    share: 3,
  },
];

export interface DemoTeam {
  id: string;
  region: Region;
  craft: Craft;
  manner: Manner;
  almanac: Almanac;
  owners: readonly string[];
  history: DemoHistory;
  /** The terms of a promise of that kind made at that moment. */
  terms(kind: Kind, madeAt: Instant, isRecovery: boolean): Terms;
}

const RULES: PolicyRules = {
  recoveryFactor: 0.5,
  grace: duration(15 * MINUTE),
  warnBefore: duration(2 * HOUR),
  advanceNoticeLead: duration(12 * HOUR),
  tellWithin: duration(10 * HOUR),
  minimumNotice: duration(3 * HOUR),
  followUpWithin: duration(48 * HOUR),
  followUpAttempts: 2,
  answerWithin: duration(24 * HOUR),
};

/** The company's teams, registered before anything else happens. The first is the one of the story. */
export function demoTeams(seed: number, count: number, start: Instant, now: Instant): DemoTeam[] {
  const random = new Random(seed);
  // Half-way the company asks for recoveries to be quicker: promises made before keep what they were made under.
  const revisedAt = instant(start + Math.round((now - start) / 2 / DAY) * DAY);
  return Array.from({ length: count }, (_, index) => {
    const region = REGIONS[index % REGIONS.length]!;
    const craft = CRAFTS[Math.floor(index / REGIONS.length) % CRAFTS.length]!;
    const number = Math.floor(index / (REGIONS.length * CRAFTS.length));
    const id = `${region.id}-${craft.id}${number === 0 ? '' : `-${number + 1}`}`;
    const builder = new HistoryBuilder({ kind: 'team', id }, random, now);
    const registeredAt = instant(start - 30 * DAY + index * HOUR);
    const published = (at: Instant, version: string, rules: PolicyRules): void =>
      void builder.add(`policy ${version}`, at, { type: 'PublishPolicy', data: { version, rules } });
    const zone = timeZone(region.timeZone);
    const name = region.language === 'zh' ? region.city + craft.name.zh : `${region.city} ${craft.name.en}`;
    builder.add('registered', registeredAt, { type: 'RegisterTeam', data: { name, timeZone: zone } });
    published(instant(registeredAt + HOUR), 'v1', RULES);
    builder.add('capacity', instant(registeredAt + 2 * HOUR), {
      type: 'DeclareCapacity',
      data: { commitments: random.whole(8, 30), per: duration(DAY) },
    });
    published(revisedAt, 'v2', { ...RULES, recoveryFactor: 0.25, answerWithin: duration(12 * HOUR) });
    const history = builder.build()!;
    const manner: Manner =
      index === 0
        ? MANNERS.average
        : random.weighted(
            Object.values(MANNERS).map(
              (one) => [one, one === MANNERS.average ? 3 : one === MANNERS.steady ? 2 : 1] as const,
            ),
          );
    const owners = Array.from({ length: 6 }, () => staffName(random));
    return {
      id,
      region,
      craft,
      manner,
      almanac: new Almanac(zone),
      owners,
      history,
      terms: termsOf(history, revisedAt),
    };
  });
}

/** Terms are resolved once for each policy and kind; thousands of promises share them. */
function termsOf({ entries }: DemoHistory, revisedAt: Instant): DemoTeam['terms'] {
  let team: Team = unknownTeam;
  let first: Team = unknownTeam;
  for (const { type, data, ...metadata } of entries) {
    if (metadata.occurredAt === revisedAt) first = team;
    team = decideTeam({ type, data, metadata } as TeamCommand, team).reduce(evolveTeam, team);
  }
  const known = new Map<string, Terms>();
  return ({ name, tolerance }, madeAt, isRecovery) => {
    const key = `${name} ${madeAt < revisedAt ? 'v1' : 'v2'} ${isRecovery}`;
    let terms = known.get(key);
    if (!terms) {
      const request = { kind: name, levels: {}, tolerance, isRecovery };
      known.set(key, (terms = termsFor(madeAt < revisedAt ? first : team, request)));
    }
    return terms;
  };
}
