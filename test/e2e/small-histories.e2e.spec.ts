import { BASES, formatInstant, OUTCOMES, parseInstant } from '#kept/domain';
import { on, type Scenario, SCENARIOS, spoken } from '#kept/domain/testing';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { setTimeout } from 'node:timers/promises';
import { requestOf } from '../support/requests.js';
import { startTestServer, type TestServer } from '../support/server.js';
import { onEveryShape } from '../support/shapes.js';

jest.setTimeout(120_000);

interface Shown {
  status: string;
  plan: { due: string };
  expectation: { due: string };
  outcomes: Record<string, string | null>;
}
interface Owed {
  obligation: keyof typeof SHORT;
  entry: string;
  deadline: string;
  state: string;
  breachedAt?: string;
}
type Rate = { basis: string } & Record<string, number>;
interface ObligationRate {
  obligation: keyof typeof SHORT;
  met: number;
  late: number;
  missed: number;
  superseded: number;
  undetermined: number;
}

/** Before the week begins. */
const BEFORE = { occurredAt: '2023-12-01T00:00:00Z' };
const RULES = {
  ...{ grace: 'PT15M', advanceNoticeLead: 'PT12H', tellWithin: 'PT10H', minimumNotice: 'PT3H' },
  ...{ followUpWithin: 'PT48H', followUpAttempts: 2 },
};
const SHORT = { keep: 'keep', 'announce-change': 'announce', 'advance-notice': 'adv', 'follow-up': 'follow' } as const;

const moment = (text: string): string => spoken(parseInstant(text, 'answer'));
const inWords = ({ obligation, deadline, state, breachedAt = deadline }: Owed): string =>
  `${SHORT[obligation]}@${moment(deadline)} ${state}${breachedAt === deadline ? '' : `@${moment(breachedAt)}`}`;

/** What a row says of a commitment: plan, expectation, and the four outcomes. */
const standing = ({ plan, expectation, outcomes }: Scenario): string[] => [plan, expectation, ...outcomes];

/** What an answer says of it, in the words of the row. */
function shownStanding({ status, plan, expectation, outcomes }: Shown): string[] {
  const windows = status === 'voided' ? ['–', '–'] : [moment(plan.due), moment(expectation.due)];
  return [...windows, ...BASES.map((basis) => outcomes[basis] ?? '–')];
}

/** What an answer says is owed, in the words of the row. */
function shownObligations({ status, obligations }: { status: string; obligations: Owed[] }): string {
  if (status === 'voided' && obligations.every(({ state }) => state === 'void')) return 'all void';
  const of = (kind: Owed['obligation']) => obligations.filter(({ obligation }) => obligation === kind);
  const advice = of('keep').map(({ entry }) => of('advance-notice').find((one) => one.entry === entry));
  return [
    ...[...of('keep'), ...of('announce-change')].map(inWords),
    ...advice.map((one) => (one ? inWords(one).replace(/@.* void/, ' void') : 'adv none')),
    ...of('follow-up').map(inWords),
  ].join('; ');
}

onEveryShape('the small histories, recorded and asked for', (shape) => {
  let server: TestServer;
  let after: string;
  beforeAll(async () => {
    server = await startTestServer((await shape.newLedger()).settings);
    await recorded('/v1/teams', { team: 'field-service', name: 'Field service', timeZone: 'UTC', ...BEFORE });
    await recorded('/v1/teams/field-service/policies', { version: '2024-01', rules: RULES, ...BEFORE });
    for (const scenario of SCENARIOS) await record(scenario);
    await everythingDeclared();
  });
  afterAll(() => server.stop());

  /** @returns the ids of the entries */
  async function recorded(path: string, body: object): Promise<string[]> {
    type Receipt = { entries: string[]; position: string };
    const { status, body: receipt } = await server.post<Receipt>(path, body, { 'if-match': '*' });
    expect([status, receipt]).toEqual([201, expect.anything()]);
    after = receipt.position;
    return receipt.entries;
  }

  /** Each history with a customer of its own. */
  async function record({ number, commands }: Scenario): Promise<void> {
    const customer = `customer-${number}`;
    await recorded('/v1/customers', { customer, ...BEFORE });
    const entries: string[] = [];
    for (const command of commands) {
      const { path, body } = requestOf(command, entries);
      const isPromise = command.type === 'MakePromise';
      const named = isPromise ? { ...body, commitment: number, customer } : body;
      entries.push(...(await recorded(`/v1/commitments${isPromise ? '' : `/${number}${path}`}`, named)));
    }
  }

  /** The ledger has looked at all of it: what is listed of breaches is what it has found. */
  async function everythingDeclared(): Promise<void> {
    while ((await ask<{ undeclared: number }>('/v1/breaches?limit=1')).undeclared > 0) await setTimeout(20);
  }

  const ask = async <T>(path: string): Promise<T> => {
    const { status, body } = await server.get<T>(`${path}${path.includes('?') ? '&' : '?'}after=${after}`);
    expect([status, body]).toEqual([200, expect.anything()]);
    return body;
  };
  const asked = ({ at }: Scenario): string => `at=${formatInstant(on(at))}`;

  it.each(SCENARIOS)('$number: $history', async (scenario) => {
    const { number, obligations } = scenario;
    const shown = await ask<Shown & { obligations: Owed[] }>(`/v1/commitments/${number}?${asked(scenario)}`);
    expect([...shownStanding(shown), shownObligations(shown)]).toEqual([...standing(scenario), obligations]);

    const history = `/v1/customers/customer-${number}/history?${asked(scenario)}`;
    const { commitments } = await ask<{ commitments: Shown[] }>(history);
    expect(commitments.map(shownStanding)).toEqual([standing(scenario)]);
  });

  it.each(SCENARIOS)('$number is counted as it is told', async (scenario) => {
    const { number, outcomes } = scenario;
    const bases = ['first', 'last', 'requested', 'planned'].map((basis) => `basis=${basis}`).join('&');
    const { rows } = await ask<{ rows: Rate[] }>(`/v1/rates?customer=customer-${number}&${bases}&${asked(scenario)}`);
    const counted = rows.map((rate) => OUTCOMES.filter((outcome) => rate[outcome] !== 0).join() || '–');
    expect(rows.map(({ basis }) => basis)).toEqual(BASES);
    expect(counted).toEqual(outcomes);
  });

  it.each(SCENARIOS)('$number is listed with what was not done in time', async (scenario) => {
    const { rows } = await ask<{ rows: { obligations: Owed[] }[] }>(
      `/v1/breaches?customer=customer-${scenario.number}&${asked(scenario)}`,
    );
    const breached = scenario.obligations.split('; ').filter((one) => one.includes(' breached'));
    expect(rows.flatMap(({ obligations }) => obligations.map(inWords)).sort()).toEqual(breached.sort());
  });

  it('add up, obligation by obligation: what was open on that Sunday has been missed since', async () => {
    const all = SCENARIOS.flatMap(({ obligations }) => obligations.split('; '));
    const told = Object.entries(SHORT).map(([obligation, short]) => {
      const count = (...states: string[]): number =>
        all.filter((one) => one.startsWith(`${short}@`) && states.includes(/\d (\w+)/.exec(one)![1]!)).length;
      return [obligation, count('met'), count('breached', 'open'), count('superseded'), count('undetermined')];
    });
    const { rows } = await ask<{ rows: ObligationRate[] }>('/v1/obligation-rates');
    const counted = rows.map((one) => [
      ...[one.obligation, one.met, one.late + one.missed, one.superseded, one.undetermined],
    ]);
    expect(counted).toEqual(expect.arrayContaining(told));
  });
});
