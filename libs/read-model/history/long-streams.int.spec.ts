import { customerCodec, streamName } from '#kept/contracts';
import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import { catchUp, customerHistory, rebuild } from '../index.js';
import { contentOf } from '../testing/content.fixture.js';
import { onEveryDatabase } from '../testing/ledger.fixture.js';
import { hour, type RandomLog, randomLogs, record, written } from '../testing/random-log.fixture.js';

/** Three pages of what a customer has said. */
const REPORTS: RandomLog = Array.from({ length: 150 }, (_, n) => ({
  stream: streamName('customer', 'li'),
  event: written(customerCodec.encode({ type: 'SatisfactionReported', data: { measure: 'nps', score: n % 11 } }), {
    id: randomUUID(),
    occurredAt: hour(n),
    recordedAt: hour(n),
  }),
}));

onEveryDatabase('a stream of several pages', (withLedger) => {
  it('is kept the same however it comes, and is told in its order', async () => {
    const others = fc.sample(randomLogs, { seed: 3, numRuns: 30 }).sort((a, b) => b.length - a.length)[0]!;
    await withLedger(async ({ store, model }) => {
      await record(store, others);
      for (const [n, report] of REPORTS.entries()) {
        await record(store, [report]);
        if (n % 20 === 0) await catchUp(model, store, { batchSize: 3 });
      }
      await catchUp(model, store);
      const pages = await model.db.selectFrom('history').selectAll().where('customer', '=', 'li').execute();
      expect(pages.filter(({ stream }) => stream === 1)).toHaveLength(3);
      const { steps } = await customerHistory(model, 'li', { at: hour(1_000) });
      const reports = steps.filter(({ type }) => type === 'SatisfactionReported');
      expect(reports.map(({ entry }) => entry)).toEqual(REPORTS.map(({ event }) => event.id));
      const before = await contentOf(model);
      await rebuild(model, store);
      expect(await contentOf(model)).toBe(before);
    });
  });
});
