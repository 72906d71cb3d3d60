import { type Instant, type TimeZone } from '#kept/domain';
import { type Position } from '#kept/event-store';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  agendaChanged,
  agendaDue,
  agendaNext,
  agendaReached,
  catchUp,
  commitmentById,
  commitmentHistory,
  customerById,
  customerHistory,
  customersList,
  listBreaches,
  listCommitments,
  listObligations,
  obligationRates,
  openReadModel,
  promisedOtherwise,
  rates,
  type ReadModel,
  search,
  SLICE_KEYS,
  status,
  teamById,
  teamsList,
} from '../index.js';
import { contentOf } from '../testing/content.fixture.js';
import { POSTGRES } from '../testing/databases.fixture.js';
import { type TestLedger, withLedger } from '../testing/ledger.fixture.js';
import { hour, type RandomLog, randomLogs, record } from '../testing/random-log.fixture.js';

const ZONE = 'Asia/Shanghai' as TimeZone;
const BASES = ['as-first-promised', 'as-last-agreed', 'as-requested', 'as-planned'] as const;

/** What is asked, beside what is always asked. */
interface Asked {
  at: Instant;
  limit: number;
  order: 'due' | 'made' | 'changed';
  descending: boolean;
  by: readonly (typeof SLICE_KEYS)[number][];
  text: string;
  asOf: number;
}

const questions: fc.Arbitrary<Asked> = fc.record({
  at: fc.nat(60).map(hour),
  limit: fc.constantFrom(1, 2, 200),
  order: fc.constantFrom('due', 'made', 'changed'),
  descending: fc.boolean(),
  by: fc.subarray([...SLICE_KEYS], { maxLength: 3 }),
  text: fc.constantFrom('l', 'W', 'n', 'Z', 'a', 'ä', '1', 'é', '李', '\u{1f600}', 'a\0b'),
  asOf: fc.nat(12),
});

/** Names that sort otherwise in the order of some language, or of code units, than in that of their bytes. */
const NAMES = ['Zhao', 'zhao', 'äußere', 'Ärger', 'a b', 'a-b', 'ab', '李娜', '\u{1f600}', '\uffee', 'é', 'e\u0301'];

/** The same log with other names, which are in none of the events' keys. */
const renamed = (log: RandomLog): RandomLog =>
  log.map(({ stream, event }, n) => ({
    stream,
    event: {
      ...event,
      data: JSON.parse(
        JSON.stringify(event.data).replace(/"(chen|repair)"/g, JSON.stringify(NAMES[n % NAMES.length])),
      ) as typeof event.data,
    },
  }));

async function pages<Page extends { next?: string }>(
  ask: (cursor: { cursor?: string }) => Promise<Page>,
): Promise<Page[]> {
  const all: Page[] = [];
  for (let cursor: string | undefined; ;) {
    const page = await ask(cursor === undefined ? {} : { cursor });
    all.push(page);
    if (page.next === undefined) return all;
    cursor = page.next;
  }
}

async function answersOf(model: ReadModel, { store }: TestLedger, asked: Asked): Promise<Record<string, unknown>> {
  const { at, limit, order, descending, by, text } = asked;
  const asOf = BigInt(Math.min(asked.asOf, Number(await store.head()))) as Position;
  const board = await pages((next) => listCommitments(model, { at, limit, order, descending, ...next }));
  const [one] = board.flatMap(({ rows }) => rows);
  const id = one?.commitment ?? '0';
  const promise = { customer: 'li', kind: one?.kind ?? '', due: at, self: id, recoveryOf: undefined };
  return {
    board,
    found: await search(model, { text, limit }),
    seen: await search(model, { text, limit, teams: ['north'] }),
    commitment: await commitmentById(model, id, { at }),
    nobody: await commitmentById(model, 'a\0b', { at }),
    history: await commitmentHistory(model, id, { at, asOf }),
    customer: [await customerById(model, 'li'), await customerHistory(model, 'li', { at, asOf })],
    customers: await pages((next) => customersList(model, { limit, ...next })),
    teams: [await teamById(model, 'north'), await pages((next) => teamsList(model, { limit, ...next }))],
    obligations: await pages((next) => listObligations(model, { at, limit, ...next })),
    breaches: await pages((next) => listBreaches(model, { at, limit, ...next })),
    rates: await rates(model, { bases: BASES, by, timeZone: ZONE, at, asOf }),
    owed: await obligationRates(model, { by, timeZone: ZONE, at: hour(999) }),
    agenda: [
      await agendaReached(model),
      await agendaNext(model, at),
      await agendaDue(model, { after: { attentionAt: hour(3), position: 3 }, until: at, limit }),
      await agendaChanged(model, { after: 3, until: at, limit }),
    ],
    otherwise: await promisedOtherwise(model, [promise, { ...promise, due: hour(1) }]),
    status: await status(model, store),
  };
}

(POSTGRES ? describe : describe.skip)('PostgreSQL and SQLite', () => {
  it('hold the same rows and give the same answers, whatever the log is and whatever is asked', async () => {
    const property = fc.asyncProperty(
      randomLogs.map(renamed),
      fc.array(questions, { minLength: 2, maxLength: 4 }),
      (log, asked) =>
        withLedger(async (ledger) => {
          const { model, store, directory } = ledger;
          const other = await openReadModel(`sqlite:${directory}/beside.db`);
          try {
            await record(store, log);
            for (const one of [model, other]) await catchUp(one, store, { batchSize: 5 });
            expect(await contentOf(model)).toBe(await contentOf(other));
            for (const question of asked)
              expect(await answersOf(model, ledger, question)).toEqual(await answersOf(other, ledger, question));
          } finally {
            await other.close();
          }
        }, POSTGRES),
    );
    await fc.assert(property, { numRuns: 25 });
  }, 120_000);
});
