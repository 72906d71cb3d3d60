import {
  attentionAt,
  breachedAt,
  foundIn,
  type Instant,
  obligationsOf,
  OBLIGATIONS,
  stateAt,
  termsOf,
} from '#kept/domain';
import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  agendaChanged,
  agendaDue,
  agendaNext,
  agendaReached,
  catchUp,
  listBreaches,
  listObligations,
  type ObligationsQuestion,
  type ReadModel,
} from '../index.js';
import { type FoldedByHand, foldedByHand } from '../testing/folded.fixture.js';
import { onEveryDatabase } from '../testing/ledger.fixture.js';
import { circumstancesOf, hour, randomLogs, record } from '../testing/random-log.fixture.js';

const END = hour(200);
const some = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 1 });

const questions = fc
  .record({
    at: fc.constantFrom(hour(60), END),
    limit: fc.constantFrom(1, 2, 200),
    obligation: some(fc.uniqueArray(fc.constantFrom(...OBLIGATIONS), { minLength: 1 })),
    state: some(fc.uniqueArray(fc.constantFrom('open', 'breached', 'met', 'void'), { minLength: 1 })),
    team: some(fc.uniqueArray(fc.constantFrom('north', 'south', 'west'))),
    teams: some(fc.uniqueArray(fc.constantFrom('north', 'south'))),
    customer: some(fc.constantFrom('li', 'nobody')),
    owner: some(fc.constantFrom('chen', 'zhao')),
    kind: some(fc.constantFrom('repair', 'delivery')),
    segment: some(fc.constantFrom('a', 'b')),
    from: some(fc.nat(45).map(hour)),
    to: some(fc.nat(60).map(hour)),
  })
  .map((question) => Object.fromEntries(Object.entries(question).filter(([, value]) => value !== undefined)))
  .map((question) => question as unknown as ObligationsQuestion);

type List = 'obligations' | 'breaches';

/** The definition, with no table and no index. */
function byHand(list: List, folded: readonly FoldedByHand[], question: ObligationsQuestion): string[] {
  const { at, state = list === 'breaches' ? ['breached'] : ['open', 'breached'], obligation = OBLIGATIONS } = question;
  return folded
    .flatMap(({ id, commitment, position, entries }) => {
      const owed = obligationsOf(commitment, END, circumstancesOf(commitment));
      const declared = foundIn(entries).flatMap(({ standing }) => (standing ? [standing.at] : []));
      const ended = owed.flatMap(({ end }) => (end?.state === 'breached' ? [end.at] : []));
      const keys =
        list === 'breaches' ? [...declared, ...ended] : owed.filter(({ end }) => !end).map(({ deadline }) => deadline);
      const key = list === 'breaches' ? -Math.max(...keys) : Math.min(...keys);
      const asked = owed.filter((one) => state.includes(stateAt(one, at)) && obligation.includes(one.kind));
      return keys.length === 0 || asked.length === 0
        ? []
        : [{ id, key, position, data: commitment.promise.data, asked }];
    })
    .filter(
      ({ data, key }) =>
        (question.team?.includes(data.team) ?? true) &&
        (question.teams?.includes(data.team) ?? true) &&
        (['customer', 'owner', 'kind', 'segment'] as const).every(
          (name) => data[name] === (question[name] ?? data[name]),
        ) &&
        Math.abs(key) >= (question.from ?? -Infinity) &&
        Math.abs(key) < (question.to ?? Infinity),
    )
    .sort((a, b) => a.key - b.key || (list === 'breaches' ? b.position - a.position : a.position - b.position))
    .map(({ id, asked }) => [id, ...asked.map((one) => `${one.kind} ${one.deadline} ${stateAt(one, at)}`)].join(' '));
}

async function allPages(model: ReadModel, list: List, question: ObligationsQuestion): Promise<string[]> {
  const listed: string[] = [];
  for (let cursor: string | undefined; ;) {
    const asking = { ...question, ...(cursor !== undefined && { cursor }) };
    const page = list === 'breaches' ? await listBreaches(model, asking) : await listObligations(model, asking);
    expect(page.rows.length).toBeLessThanOrEqual(question.limit);
    for (const { commitment, obligations } of page.rows)
      listed.push(
        [commitment, ...obligations.map((one) => `${one.kind} ${one.deadline} ${stateAt(one, question.at)}`)].join(' '),
      );
    if (page.next === undefined) return listed;
    cursor = page.next;
  }
}

onEveryDatabase('lists of what is owed and of what was breached', (withLedger) => {
  it.each<List>(['obligations', 'breaches'])('%s: page by page, as by hand', async (list) => {
    await fc.assert(
      fc.asyncProperty(randomLogs, fc.array(questions, { minLength: 5, maxLength: 10 }), async (log, asked) => {
        await withLedger(async ({ store, model }) => {
          await record(store, log);
          await catchUp(model, store, { batchSize: 7 });
          const folded = await foldedByHand(store);
          for (const question of asked)
            expect(await allPages(model, list, question)).toEqual(byHand(list, folded, question));
        });
      }),
      { numRuns: 25 },
    );
  });

  it('say which breach is declared, and how many deadlines have passed that nobody has looked at yet', async () => {
    let declared = 0;
    await fc.assert(
      fc.asyncProperty(randomLogs, async (log) => {
        await withLedger(async ({ store, model }) => {
          await record(store, log);
          await catchUp(model, store);
          const { rows, undeclared } = await listBreaches(model, { at: END, limit: 200 });
          for (const { obligations } of rows)
            for (const one of obligations)
              if (one.declared?.deadline === one.deadline) {
                declared += 1;
                expect(one.declared.at).toBe(breachedAt(one, END));
              }
          const open = (await foldedByHand(store)).filter(({ commitment, entries }) => {
            const circumstances = circumstancesOf(commitment);
            const owed = obligationsOf(commitment, END, circumstances);
            const attention = attentionAt(owed, foundIn(entries), termsOf(commitment)!, circumstances);
            return (
              attention !== undefined && attention <= END && owed.some(({ end, deadline }) => !end && deadline < END)
            );
          });
          expect(undeclared).toBe(open.length);
        });
      }),
      // Always the same, so that there is something to find among them.
      { numRuns: 25, seed: 11 },
    );
    expect(declared).toBeGreaterThan(0);
  });
});

onEveryDatabase('the agenda', (withLedger) => {
  it('holds every commitment of which there is something to say, by the moment from which on there is', async () => {
    let due = 0;
    await fc.assert(
      fc.asyncProperty(randomLogs, fc.nat(60), async (log, n) => {
        await withLedger(async ({ store, model }) => {
          await record(store, log);
          await catchUp(model, store, { batchSize: 3 });
          const until = hour(n);
          const moments = (await foldedByHand(store)).map(({ id, commitment, entries, position, lastPosition }) => {
            const circumstances = circumstancesOf(commitment);
            const owed = obligationsOf(commitment, END, circumstances);
            return {
              commitment: id,
              attentionAt:
                attentionAt(owed, foundIn(entries), termsOf(commitment)!, circumstances) ?? (Infinity as Instant),
              position,
              lastPosition,
            };
          });
          const expected = moments
            .filter((one) => one.attentionAt <= until)
            .sort((a, b) => a.attentionAt - b.attentionAt || a.position - b.position);
          due += expected.length;
          expect(await agendaDue(model, { after: undefined, until, limit: 100 })).toEqual(expected);
          const [first] = expected;
          if (first) expect(await agendaDue(model, { after: first, until, limit: 100 })).toEqual(expected.slice(1));
          const next = Math.min(...moments.map((one) => one.attentionAt).filter((moment) => moment > until));
          expect(await agendaNext(model, until)).toBe(next === Infinity ? undefined : next);
          const half = Math.floor(log.length / 2);
          expect(
            (await agendaChanged(model, { after: half, until, limit: 100 })).map(({ commitment }) => commitment),
          ).toEqual(
            expected
              .filter(({ lastPosition }) => lastPosition > half)
              .sort((a, b) => a.lastPosition - b.lastPosition)
              .map(({ commitment }) => commitment),
          );
          expect(await agendaReached(model)).toBe(log.length);
        });
      }),
      // Always the same, so that there is something to find among them.
      { numRuns: 25, seed: 11 },
    );
    expect(due).toBeGreaterThan(0);
  });
});
