import {
  BASES,
  type Basis,
  type Commitment,
  type CommitmentEntry,
  commitmentAt,
  commitmentFrom,
  duration,
  emptyTally,
  type FulfilmentInterval,
  type FulfilmentRate,
  formatInstant,
  fulfilmentRate,
  type Instant,
  type MadeCommitment,
  outcomeOn,
  type TimeZone,
  toLocal,
  windowOn,
} from '#kept/domain';
import { commitmentCodec, parseStreamName } from '#kept/contracts';
import { type EventStore, type Position } from '#kept/event-store';
import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { onEveryDatabase } from '../testing/ledger.fixture.js';
import { hour, type RandomLog, randomLogs, record, written } from '../testing/random-log.fixture.js';
import { catchUp, CHOICE_KEYS, rates, type RatesQuestion, type ReadModel, rebuild, type SliceKey } from '../index.js';

/** The definition, with no tables: fold everything, ask every commitment, count on one's fingers. */
async function countedByHand(store: EventStore, question: RatesQuestion) {
  const commitments = await commitmentsAt(store, question);
  const counted = new Map<
    string,
    { slice: object; basis: Basis; rate: FulfilmentRate; count: number; late: number[] }
  >();
  const tallies = new Map<string, ReturnType<typeof emptyTally>>();
  for (const commitment of commitments) {
    if (question.teams?.includes(commitment.promise.data.team) === false) continue;
    const deciding = question.bases.length === 1 ? question.bases[0]! : 'as-first-promised';
    const decisive = dueOn(deciding, commitment);
    if (decisive === undefined || !isChosen(commitment, question)) continue;
    if (question.from !== undefined && decisive < question.from) continue;
    if (question.to !== undefined && decisive >= question.to) continue;
    for (const slice of slicesByHand(commitment, question, decisive)) {
      const outcomes = question.bases.map((basis) => outcomeOn(basis, commitment, question.at));
      for (const [index, basis] of question.bases.entries()) {
        const key = JSON.stringify([slice, basis]);
        const tally = tallies.get(key) ?? emptyTally();
        tallies.set(key, tally);
        const outcome = outcomes[index];
        if (outcome) tally[outcome] += 1;
        const seen = counted.get(key) ?? { count: 0, late: [] };
        const late = outcome ? latenessByHand(commitment, basis) : [];
        counted.set(key, {
          slice,
          basis,
          rate: fulfilmentRate(tally),
          count: seen.count + (outcome ? 1 : 0),
          late: [...seen.late, ...late],
        });
      }
    }
  }
  return counted;
}

async function commitmentsAt(store: EventStore, { at, asOf }: RatesQuestion): Promise<MadeCommitment[]> {
  const streams = new Map<string, CommitmentEntry[]>();
  for await (const page of store.readAll(asOf === undefined ? {} : { through: asOf }))
    for (const event of page) {
      if (parseStreamName(event.stream)?.kind !== 'commitment') continue;
      streams.set(event.stream, [...(streams.get(event.stream) ?? []), commitmentCodec.decode(event)!]);
    }
  return [...streams.values()]
    .map((entries): Commitment => commitmentAt(commitmentFrom(entries), at))
    .filter((commitment) => commitment.status !== 'unmade');
}

function dueOn(basis: Basis, commitment: MadeCommitment): Instant | undefined {
  if (commitment.status !== 'voided') return windowOn(basis, commitment.standing)?.due;
  const { promised, requested, plan } = commitment.promise.data;
  return { 'as-first-promised': promised, 'as-last-agreed': promised, 'as-requested': requested, 'as-planned': plan }[
    basis
  ]?.due;
}

function latenessByHand(commitment: MadeCommitment, basis: Basis): number[] {
  const settlement = commitment.status === 'settled' ? commitment.standing.settlement : undefined;
  if (settlement?.by !== 'fulfilment' || settlement.interval) return [];
  return [settlement.at - dueOn(basis, commitment)!];
}

function slicesByHand(commitment: MadeCommitment, { by = [], timeZone }: RatesQuestion, due: Instant): object[] {
  const { data } = commitment.promise;
  const reasons = commitment.status === 'voided' ? [] : [...new Set(commitment.standing.reasons)];
  const local = toLocal(due, timeZone);
  const values: Record<SliceKey, (string | null)[]> = {
    team: [data.team],
    owner: [data.owner],
    customer: [data.customer],
    segment: [data.segment ?? null],
    kind: [data.kind],
    source: [data.source],
    mode: [data.contactMode],
    dimension: ['time', ...Object.keys(data.levels)],
    reason: reasons.length === 0 ? [null] : reasons,
    month: [`${local.year}-${String(local.month).padStart(2, '0')}`],
  };
  return by.reduce<object[]>(
    (all, key) => all.flatMap((one) => values[key].map((value) => ({ ...one, [key]: value }))),
    [{}],
  );
}

function isChosen({ promise: { data } }: MadeCommitment, { where = {} }: RatesQuestion): boolean {
  return CHOICE_KEYS.every((key) => {
    const value = key === 'mode' ? data.contactMode : data[key];
    return where[key]?.includes(value ?? 'none') ?? true;
  });
}

const nearest = (values: number[], percent: number): number | null =>
  values.length === 0
    ? null
    : values.toSorted((a, b) => a - b)[Math.max(1, Math.ceil((percent / 100) * values.length)) - 1]!;

const questions = fc.record({
  bases: fc.oneof(
    fc.constantFrom(...BASES).map((basis) => [basis]),
    fc.constant([...BASES]),
  ),
  by: fc.constantFrom<SliceKey[]>(
    [],
    ['team'],
    ['segment'],
    ['reason'],
    ['month'],
    ['dimension', 'kind'],
    ['customer', 'month'],
    ['mode', 'source', 'owner'],
  ),
  where: fc.oneof(
    { weight: 3, arbitrary: fc.constant({}) },
    fc.record(
      {
        team: fc.subarray(['north', 'south', 'nowhere']),
        owner: fc.subarray(['chen', 'zhao']),
        customer: fc.subarray(['li', 'wang'], { minLength: 1 }),
        segment: fc.subarray(['a', 'b'], { minLength: 1 }),
        kind: fc.subarray(['repair', 'delivery'], { minLength: 1 }),
        source: fc.subarray(['company', 'media'], { minLength: 1 }),
        mode: fc.subarray(['human-machine', 'face-to-face'], { minLength: 1 }),
      },
      { requiredKeys: [] },
    ),
  ),
  from: fc.option(fc.nat(45).map(hour), { nil: undefined }),
  to: fc.option(fc.nat(45).map(hour), { nil: undefined }),
  at: fc.oneof(fc.nat(48).map(hour), fc.constant(hour(2_000))),
  known: fc.oneof(fc.constant(1), fc.double({ min: 0, max: 1, noNaN: true })),
  teams: fc.option(fc.subarray(['north', 'south'], { minLength: 1 }), { nil: undefined }),
  timeZone: fc.constantFrom('UTC', 'Asia/Shanghai', 'America/New_York') as fc.Arbitrary<TimeZone>,
});

type Asked = typeof questions extends fc.Arbitrary<infer T> ? T : never;

async function askedOf(store: EventStore, { known, from, to, teams, ...rest }: Asked): Promise<RatesQuestion> {
  const head = await store.head();
  return {
    ...rest,
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...(teams && { teams }),
    ...(known < 1 && { asOf: BigInt(Math.floor(known * Number(head))) as Position }),
  };
}

/** For the random ones: there are many of them, and a busy machine takes its time. */
const PATIENCE = 120_000;

onEveryDatabase('rates', (withLedger, { runs }) => {
  it(
    'are what one counts by hand, for any moment and as known at any position',
    async () => {
      await fc.assert(
        fc.asyncProperty(randomLogs, fc.array(questions, { minLength: 1, maxLength: 6, size: 'max' }), agreeWithHand),
        {
          numRuns: runs(150),
        },
      );
    },
    PATIENCE,
  );

  async function agreeWithHand(log: RandomLog, asked: Asked[]): Promise<void> {
    await withLedger(async ({ store, model }) => {
      await record(store, log);
      await catchUp(model, store, { batchSize: 7 });
      for (const one of asked) await agree(store, model, await askedOf(store, one));
    });
  }

  it(
    'follow the log while it grows, whoever projects it, and through a rebuild',
    async () => {
      const parts = fc.tuple(fc.array(questions, { minLength: 3, maxLength: 9, size: 'max' }), fc.nat());
      await fc.assert(
        fc.asyncProperty(randomLogs, parts, async (log, [asked, rebuilt]) =>
          withLedger(async ({ store, model, openAgain }) => {
            const other = await openAgain();
            for (const [part, one] of asked.entries()) {
              const [from, to] = [part, part + 1].map((n) => Math.floor((log.length * n) / asked.length));
              await record(store, log.slice(from, to));
              await (part === rebuilt % asked.length ? rebuild : catchUp)(other, store, { batchSize: 3 });
              await agree(store, model, await askedOf(store, one));
            }
          }),
        ),
        { numRuns: runs(60) },
      );
    },
    PATIENCE,
  );

  it(
    'are the same whenever the same is asked again, after more entries or after more dues have passed',
    async () => {
      // Dues are at full hours: they, the moment before and the moment after.
      const moments = fc.tuple(fc.integer({ min: 30, max: 90 }), fc.constantFrom(-1, 0, 1));
      await fc.assert(
        fc.asyncProperty(
          randomLogs,
          questions,
          fc.array(moments, { minLength: 4, maxLength: 8, size: 'max' }),
          async (log, one, asked) =>
            withLedger(async ({ store, model }) => {
              for (const [part, [hours, beside]] of asked.entries()) {
                // The last ones are asked of a log that grows no more.
                const [from, to] = [part, part + 1].map((n) => Math.floor((log.length * Math.min(2, n)) / 2));
                await record(store, log.slice(from, to));
                await catchUp(model, store);
                const at = (hour(hours) + beside) as Instant;
                await agree(store, model, await askedOf(store, { ...one, known: 1, at }));
              }
            }),
        ),
        { numRuns: runs(80) },
      );
    },
    PATIENCE,
  );

  it(
    'are those of the period, however little it has moved since it was asked about',
    async () => {
      const ends = fc.tuple(fc.integer({ min: -1, max: 46 }), fc.constantFrom(-1, 0, 1), fc.boolean());
      await fc.assert(
        fc.asyncProperty(
          randomLogs,
          questions,
          fc.array(fc.tuple(ends, ends), { minLength: 6, maxLength: 12, size: 'max' }),
          async (log, { from: _, to: __, ...one }, asked) =>
            withLedger(async ({ store, model }) => {
              await record(store, log);
              await catchUp(model, store);
              for (const [from, to] of asked) {
                const [since, until] = [from, to].map(([hours, beside, isOpen]) =>
                  isOpen ? undefined : ((hour(hours) + beside) as Instant),
                );
                const question = { ...one, from: since, to: until, known: 1, at: hour(2_000) };
                await agree(store, model, await askedOf(store, question));
              }
            }),
        ),
        { numRuns: runs(30) },
      );
    },
    PATIENCE,
  );

  it('stand on one position each, however many are asked while the log is projected', async () => {
    const log = fc.sample(randomLogs, { seed: 17, numRuns: 30 }).sort((a, b) => b.length - a.length)[0]!;
    await withLedger(async ({ store, model, openAgain }) => {
      await catchUp(model, store);
      await record(store, log);
      const question: RatesQuestion = { bases: [...BASES], by: ['team'], timeZone: 'UTC' as TimeZone, at: hour(40) };
      const projected = catchUp(await openAgain(), store, { batchSize: 1 });
      const answers = [];
      for (let more = true; more;) {
        const some = await Promise.all([rates(model, question), rates(model, { ...question, at: hour(9) })]);
        answers.push(...some);
        // Lets the other one have a turn.
        await setImmediate();
        more = Number(some[0].position) < log.length;
      }
      await projected;
      expect(new Set(answers.map(({ position }) => position)).size).toBeGreaterThan(3);
      for (const { rows, position, at } of answers) {
        const then = { ...question, at: Date.parse(at) as Instant, asOf: BigInt(position) as Position };
        expect((await rates(model, then)).rows).toEqual(rows);
      }
    });
  });

  async function agree(store: EventStore, model: ReadModel, question: RatesQuestion): Promise<void> {
    const expected = await countedByHand(store, question);
    const { rows } = await rates(model, question);
    const [from, to] = [question.from, question.to].map((end) => (end === undefined ? null : formatInstant(end)));
    for (const row of rows) {
      expect(row.period).toEqual({ from, to });
      const byHand = expected.get(JSON.stringify([row.slice, row.basis]));
      expect(row).toMatchObject(byHand?.rate ?? fulfilmentRate(emptyTally()));
      expect(row.beside.commitments).toBe(byHand?.count ?? 0);
      const late = byHand?.late ?? [];
      expect(row.lateness).toEqual({
        count: late.length,
        p50: nearest(late, 50),
        p90: nearest(late, 90),
        p95: nearest(late, 95),
        p99: nearest(late, 99),
        max: nearest(late, 100),
      });
      expected.delete(JSON.stringify([row.slice, row.basis]));
    }
    // A slice in which nothing was asked for may be missing as requested; nothing else may be.
    expect([...expected.values()].filter(({ count }) => count > 0)).toEqual([]);
  }

  it('count a promise from the moment it was made, and hold it overdue only after its due', async () => {
    await withLedger(async ({ store, model }) => {
      await record(store, [promised(hour(10), hour(20)), movedByTheCustomer(hour(12), hour(30))]);
      await catchUp(model, store);
      const tallied = async (at: number) => {
        const question: RatesQuestion = {
          bases: ['as-first-promised'],
          timeZone: 'UTC' as TimeZone,
          at: at as Instant,
        };
        const [row] = (await rates(model, question)).rows;
        return { pending: row!.pending, overdue: row!.overdue };
      };
      expect(await tallied(hour(10) - 1)).toEqual({ pending: 0, overdue: 0 });
      expect(await tallied(hour(10))).toEqual({ pending: 1, overdue: 0 });
      expect(await tallied(hour(30))).toEqual({ pending: 1, overdue: 0 });
      expect(await tallied(hour(30) + 1)).toEqual({ pending: 0, overdue: 1 });
    });
  });

  it('count how late only what was done at a known instant, though all else be alike', async () => {
    await withLedger(async ({ store, model }) => {
      const [one, other] = ['commitment-1', 'commitment-2'];
      await record(store, [
        promised(hour(10), hour(20), one),
        promised(hour(10), hour(20), other),
        fulfilled(hour(15), one),
        fulfilled(hour(15), other, { notBefore: hour(14), notAfter: hour(15) }),
      ]);
      await catchUp(model, store);
      const question: RatesQuestion = { bases: ['as-planned'], timeZone: 'UTC' as TimeZone, at: hour(30) };
      const [row] = (await rates(model, question)).rows;
      expect(row).toMatchObject({ kept: 2, lateness: { count: 1, p50: hour(15) - hour(20) } });
    });
  });

  it('say which slices overlap', async () => {
    await withLedger(async ({ store, model }) => {
      await catchUp(model, store);
      const question: RatesQuestion = { bases: ['as-planned'], timeZone: 'UTC' as TimeZone, at: hour(0) };
      const notes = async (by: SliceKey[]) => (await rates(model, { ...question, by })).notes.map(({ code }) => code);
      expect(await notes(['team', 'month'])).toEqual([]);
      expect(await notes(['reason', 'team', 'dimension'])).toEqual(['slices-overlap', 'slices-overlap']);
    });
  });
});

const moment = (at: number) => ({ id: randomUUID(), occurredAt: at, recordedAt: at });
const due = (at: Instant) => ({ due: at, timeZone: 'UTC' as TimeZone });

function promised(at: Instant, by: Instant, stream = 'commitment-1'): RandomLog[number] {
  const event = commitmentCodec.encode({
    type: 'PromiseMade',
    data: {
      customer: 'li',
      team: 'north',
      owner: 'chen',
      kind: 'repair',
      promised: due(by),
      plan: due(by),
      levels: {},
      clarity: 'explicit',
      source: 'company',
      contactMode: 'face-to-face',
      terms: { policy: '1', tolerance: duration(0) },
      warnings: [],
    },
  });
  return { stream, event: written(event, moment(at)) };
}

function fulfilled(at: Instant, stream: string, interval?: FulfilmentInterval): RandomLog[number] {
  const data = { levels: {}, leftUndone: false, evidence: [], ...(interval && { interval }) };
  return { stream, event: written(commitmentCodec.encode({ type: 'PromiseFulfilled', data }), moment(at)) };
}

function movedByTheCustomer(at: Instant, to: Instant): RandomLog[number] {
  const event = commitmentCodec.encode({
    type: 'CommitmentRescheduled',
    data: { from: due(hour(20)), to: due(to), reason: 'holiday', initiator: 'customer', warnings: [] },
  });
  return { stream: 'commitment-1', event: written(event, moment(at)) };
}
