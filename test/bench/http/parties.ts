import { TEAMS, type Served } from './served.js';

const CUSTOMERS = 300;
const HOUR = 3_600_000;
const ZONE = 'Asia/Shanghai';

const customer = (n: number): string => `customer-${n % CUSTOMERS}`;

/** Teams with a policy each, and customers. */
export async function registerParties({ post }: Served): Promise<void> {
  const rules = {
    tolerance: 'PT1H',
    grace: 'PT15M',
    tellWithin: 'PT8H',
    minimumNotice: 'PT3H',
    followUpWithin: 'PT48H',
  };
  for (const team of TEAMS) {
    await post('/v1/teams', { team, name: team, timeZone: ZONE }, 'admin');
    await post(`/v1/teams/${team}/policies`, { version: '2026-01', rules });
  }
  for (let n = 0; n < CUSTOMERS; n += 1) await post('/v1/customers', { customer: customer(n), segment: 'key-account' });
}

/** What people promise: a window, some levels, and a sentence. */
export function promiseBody(n: number): Record<string, unknown> {
  return {
    customer: customer(n),
    team: TEAMS[n % TEAMS.length]!,
    owner: `owner-${n % 20}`,
    kind: n % 3 === 0 ? 'repair' : 'delivery',
    promised: { due: new Date(Date.now() + (n % 100) * HOUR).toISOString(), timeZone: ZONE },
    levels: { quality: { desired: 9, adequate: 7 } },
    clarity: 'explicit',
    source: 'company',
    contactMode: 'human-machine',
    personal: { what: `三号机组停机，明天修好 (${n})` },
  };
}

export const promiseBodies = (): string[] =>
  Array.from({ length: CUSTOMERS * TEAMS.length }, (_, n) => JSON.stringify(promiseBody(n)));
