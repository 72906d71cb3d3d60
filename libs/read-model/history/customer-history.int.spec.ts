import { commitmentCodec, customerCodec, parseStreamName } from '#kept/contracts';
import { BASES, commitmentAt, commitmentFrom, type Instant, outcomeOn, type StandingCommitment } from '#kept/domain';
import { type EventStore, type LoggedEvent } from '#kept/event-store';
import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { catchUp, commitmentById, customerHistory, type CustomerHistory } from '../index.js';
import { onEveryDatabase } from '../testing/ledger.fixture.js';
import { hour, randomLogs, record } from '../testing/random-log.fixture.js';

interface Axes {
  at: Instant;
  knownAt: Instant;
}

const axes = fc.record({ at: fc.nat(60).map(hour), knownAt: fc.nat(60).map(hour) });

async function everything(store: EventStore): Promise<LoggedEvent[]> {
  const events = [];
  for await (const page of store.readAll()) events.push(...page);
  return events;
}

/** The commitments that a customer's promises are, from what was known then. */
function foldedByHand(events: readonly LoggedEvent[], customer: string, { at, knownAt }: Axes) {
  const streams = new Map<string, LoggedEvent[]>();
  for (const event of events)
    if (event.recordedAt <= knownAt && parseStreamName(event.stream)?.kind === 'commitment')
      streams.set(event.stream, [...(streams.get(event.stream) ?? []), event]);
  return [...streams]
    .map(([stream, known]) => ({
      id: parseStreamName(stream)!.id,
      commitment: commitmentAt(commitmentFrom(known.map((event) => commitmentCodec.decode(event)!)), at),
    }))
    .filter(({ commitment }) => commitment.status !== 'unmade' && commitment.promise.data.customer === customer);
}

onEveryDatabase("a customer's history", (withLedger, { runs }) => {
  it('is what folding everything gives, on both axes', async () => {
    const property = fc.asyncProperty(randomLogs, fc.array(axes, { minLength: 1, maxLength: 5 }), async (log, asked) =>
      withLedger(async ({ store, model }) => {
        await record(store, log);
        await catchUp(model, store);
        const events = await everything(store);
        for (const customer of ['li', 'wang'])
          for (const one of asked) {
            const history = await customerHistory(model, customer, one);
            agrees(history, events, customer, one);
          }
      }),
    );
    await fc.assert(property, { numRuns: runs(60) });
  });

  function agrees(history: CustomerHistory, events: readonly LoggedEvent[], customer: string, one: Axes): void {
    const byHand = foldedByHand(events, customer, one);
    expect(history.commitments.map(({ commitment }) => commitment)).toEqual(byHand.map(({ id }) => id));
    for (const [index, { commitment }] of byHand.entries()) {
      const told = history.commitments[index]!;
      expect(told.status).toBe(commitment.status);
      for (const basis of BASES) expect(told.outcomes[basis]).toBe(outcomeOn(basis, commitment, one.at));
      if (commitment.status === 'voided') continue;
      const { first, plan, expectation, requested, settlement } = (commitment as StandingCommitment).standing;
      expect({ ...told }).toMatchObject({ first, plan, expectation });
      expect(told.requested).toEqual(requested);
      expect(told.settlement).toEqual(settlement);
    }
    const ids = new Set(byHand.map(({ id }) => `commitment-${id}`).concat(`customer-${customer}`));
    const expected = events
      .filter(
        ({ stream, occurredAt, recordedAt }) => ids.has(stream) && occurredAt <= one.at && recordedAt <= one.knownAt,
      )
      .sort((a, b) => a.occurredAt - b.occurredAt || Number(a.position - b.position));
    const told = history.steps.map(({ entry, type, occurredAt, recordedAt, data }) => ({
      id: entry,
      type,
      occurredAt,
      recordedAt,
      data,
    }));
    expect(told).toEqual(
      expected.map((event) => {
        const { id, type, occurredAt, recordedAt, data } = (commitmentCodec.decode(event) ??
          customerCodec.decode(event))!;
        return { id, type, occurredAt, recordedAt, data: { ...data, personal: undefined } };
      }),
    );
  }

  it('holds no personal data, nor does any other table', async () => {
    await withLedger(async ({ store, model }) => {
      const log = fc.sample(randomLogs, { seed: 3, numRuns: 30 }).sort((a, b) => b.length - a.length)[0]!;
      expect(JSON.stringify(log)).toMatch(/Frau Li/);
      await record(store, log);
      await catchUp(model, store);
      const everyRow = await Promise.all(
        (['commitments', 'history', 'customers', 'rates'] as const).map((name) =>
          model.db.selectFrom(name).selectAll().execute(),
        ),
      );
      // A commitment is in three tables, and has a promise at least.
      expect(everyRow.flat().length).toBeGreaterThan(
        3 * log.filter(({ event }) => event.type === 'PromiseMade').length,
      );
      expect(JSON.stringify(everyRow)).not.toMatch(/Frau Li|Li Na|the lift|personal/);
    });
  });

  it('of somebody unknown is empty', async () => {
    await withLedger(async ({ store, model }) => {
      await catchUp(model, store);
      expect(await customerHistory(model, 'nobody', { at: hour(0) })).toEqual({
        customer: 'nobody',
        at: hour(0),
        position: '0',
        commitments: [],
        steps: [],
      });
      expect(await commitmentById(model, 'none', { at: hour(0) })).toBeUndefined();
    });
  });

  it('ends with the plan and the expectation that the listing shows', async () => {
    await withLedger(async ({ store, model }) => {
      const log = fc.sample(randomLogs, { seed: 5, numRuns: 30 }).sort((a, b) => b.length - a.length)[0]!;
      await record(store, log);
      await catchUp(model, store);
      const entries = log.filter(({ stream }) => stream === 'commitment-0');
      const customer = (entries[0]!.event.data as { customer: string }).customer;
      const { commitments } = await customerHistory(model, customer, { at: hour(999) });
      const listed = await commitmentById(model, '0', { at: hour(999) });
      const { first, plan, expectation } = commitments.find(({ commitment }) => commitment === '0')!;
      expect(listed).toMatchObject({ first, plan, expectation, lastRevision: entries.length - 1 });
    });
  });
});
