import { commitmentCodec, streamName } from '#kept/contracts';
import { type Basis, instant, type TimeZone } from '#kept/domain';
import { type EventStore, type NewEvent } from '#kept/event-store';
import { catchUp, rates, type RatesQuestion } from '#kept/read-model';
import { randomUUID } from 'node:crypto';
import { COMMITMENTS, inProportion, withLargeLedger } from './large-ledger.js';
import { type Measured, median, percentile, thousands, timed } from './report.js';

const GOAL = inProportion(50);
const ROUNDS = 40;
const WARM_UP = 3;
/** New events before each question, so that none finds what it has just left. */
const APPENDED = 25;
const bases: Basis[] = ['as-first-promised', 'as-last-agreed', 'as-planned'];
const usual = { bases, timeZone: 'Asia/Shanghai' as TimeZone };
const quarter = { from: instant(Date.UTC(2025, 6, 1)), to: instant(Date.UTC(2025, 9, 1)) };

/** What is asked, again and again. */
const MIX: Record<string, Omit<RatesQuestion, 'at'>> = {
  'three bases side by side': usual,
  'by team': { ...usual, by: ['team'] },
  'by month': { ...usual, by: ['month'] },
  'a quarter, by team': { ...usual, ...quarter, by: ['team'] },
  'by owner': { ...usual, by: ['owner'] },
  'by reason': { ...usual, by: ['reason'] },
};

/** Rates of everything, while the log grows: each question has to learn first what has happened since the last. */
export async function benchRates(): Promise<Measured[]> {
  return withLargeLedger(async ({ store, model }) => {
    const ask = (question: Omit<RatesQuestion, 'at'>): Promise<number> =>
      timed(() => rates(model, { ...question, at: instant(Date.now()) }));
    const first = await ask(usual);
    const times = new Map<string, number[]>(Object.keys(MIX).map((name) => [name, []]));
    for (let round = 0; round < ROUNDS + WARM_UP; round += 1)
      for (const [name, question] of Object.entries(MIX)) {
        await append(store, round);
        await catchUp(model, store);
        const time = await ask(question);
        if (round >= WARM_UP) times.get(name)!.push(time);
      }
    const all = [...times.values()].flat();
    const p99 = percentile(all, 99);
    return [
      ...[...times].map(([name, some]) => lineOf(name, percentile(some, 99), median(some))),
      { ...lineOf('all of these', p99, median(all)), met: p99 < GOAL },
      {
        what: 'the first question of a process',
        result: `${thousands(first)} ms`,
        goal: 'measured',
        met: true,
      },
      {
        what: 'memory of the whole process',
        result: `${thousands(process.resourceUsage().maxRSS / 1_024)} MB`,
        goal: 'measured',
        met: true,
      },
    ];
  });
}

function lineOf(name: string, p99: number, usually: number): Measured {
  return {
    what: `${name} (${thousands(COMMITMENTS)})`,
    result: `p99 ${p99.toFixed(1)} ms`,
    reference: `p50 ${usually.toFixed(1)} ms`,
    goal: `p99 < ${GOAL} ms`,
    met: p99 < GOAL,
  };
}

/** Calls about some commitments here and there. */
async function append(store: EventStore, round: number): Promise<void> {
  const event = commitmentCodec.encode({ type: 'FollowUpCallMade', data: { reached: true, problemPersists: false } });
  await Promise.all(
    Array.from({ length: APPENDED }, (_, n) => {
      const number = (round * 7_919 + n * 104_729) % COMMITMENTS;
      return store.append(streamName('commitment', `k-${String(number).padStart(7, '0')}`), 'any', [call(event)]);
    }),
  );
}

function call({ type, data, schemaVersion }: ReturnType<typeof commitmentCodec.encode>): NewEvent {
  const id = randomUUID();
  const now = Date.now();
  return {
    id,
    type,
    data,
    metadata: {
      schemaVersion,
      actor: { id: 'li.na', role: 'agent' },
      occurredAt: now,
      recordedAt: now,
      correlationId: id,
      causationId: id,
      commandId: id,
      commandFingerprint: 'p2y3hKqRrYrKQm7s2XJr1JwW0Hn0iR2n3XvE4kq8yH0',
    },
  };
}
