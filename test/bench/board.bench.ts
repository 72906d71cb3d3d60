import { instant } from '#kept/domain';
import { type BoardQuestion, listCommitments, type ReadModel } from '#kept/read-model';
import { COMMITMENTS, withLargeLedger } from './large-ledger.js';
import { type Measured, percentile, thousands, timed } from './report.js';

const MILLISECONDS = 20;
const LIMIT = 50;
const QUESTIONS = 150;
const DEEP = 300;
/** In the middle of everything: a part is overdue. */
const AT = instant(Date.UTC(2025, 9, 1));

const team = (n: number): string => `team-${String(n % 40).padStart(2, '0')}`;
const owner = (n: number): string => `owner-${(n * 7) % 200}`;
const customer = (n: number): string => `customer-${String((n * 13) % 1_000).padStart(4, '0')}`;

type Asked = Omit<BoardQuestion, 'at' | 'limit'>;

/** Boards people look at, each for another n. */
const BOARDS: Record<string, (n: number) => Asked> = {
  'a team, open, by due': (n) => ({ team: [team(n)], status: ['open'] }),
  'a team, everything, by due': (n) => ({ team: [team(n)], descending: n % 2 === 0 }),
  'a team, what changed last': (n) => ({ team: [team(n)], order: 'changed', descending: true }),
  'twenty teams, open, by due': (n) => ({ team: Array.from({ length: 20 }, (_, k) => team(n + k)), status: ['open'] }),
  'everybody, overdue': () => ({ overdue: true }),
  'everybody, by due, by making, by change': (n) => ({
    order: (['due', 'made', 'changed'] as const)[n % 3]!,
    descending: n % 2 === 0,
  }),
  'a customer, in any order': (n) => ({ customer: customer(n), order: (['due', 'made', 'changed'] as const)[n % 3]! }),
  'an owner, open': (n) => ({ owner: owner(n), status: ['open'] }),
  'a kind and a segment of a team': (n) => ({ team: [team(n)], kind: 'repair', segment: `segment-${n % 4}` }),
};

/** Pages of boards, first ones and deep ones. */
export async function benchBoard(): Promise<Measured[]> {
  return withLargeLedger(async ({ model }) => {
    const lines: Measured[] = [];
    for (const [name, asked] of Object.entries(BOARDS)) {
      const times: number[] = [];
      for (let n = 0; n < QUESTIONS; n += 1)
        times.push(await timed(() => listCommitments(model, { at: AT, limit: LIMIT, ...asked(n) })));
      lines.push(lineOf(name, times));
    }
    lines.push(lineOf(`page after page, ${DEEP} of a team’s`, await pagesOf(model, { team: [team(0)] })));
    lines.push(lineOf(`page after page, ${DEEP} of everybody’s`, await pagesOf(model, { order: 'made' })));
    return lines;
  });
}

async function pagesOf(model: ReadModel, asked: Asked): Promise<number[]> {
  const times: number[] = [];
  let next: string | undefined;
  for (let page = 0; page < DEEP; page += 1)
    times.push(
      await timed(async () => {
        const cursor = next === undefined ? {} : { cursor: next };
        ({ next } = await listCommitments(model, { at: AT, limit: LIMIT, ...asked, ...cursor }));
      }),
    );
  return times;
}

function lineOf(what: string, times: readonly number[]): Measured {
  const p99 = percentile(times, 99);
  return {
    what: `${what} (${thousands(COMMITMENTS)})`,
    result: `p99 ${p99.toFixed(1)} ms`,
    reference: `p50 ${percentile(times, 50).toFixed(1)} ms`,
    goal: `p99 < ${MILLISECONDS} ms`,
    met: p99 < MILLISECONDS,
  };
}
