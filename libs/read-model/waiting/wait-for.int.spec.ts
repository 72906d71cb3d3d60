import { type Position } from '#kept/event-store';
import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { catchUp, waitFor } from '../index.js';
import { onEveryDatabase } from '../testing/ledger.fixture.js';
import { randomLogs, record } from '../testing/random-log.fixture.js';

const LOG = fc.sample(randomLogs, { seed: 7, numRuns: 30 }).sort((a, b) => b.length - a.length)[0]!;
const END = BigInt(LOG.length) as Position;

/** So long that a test which waits for it fails. */
const FOR_EVER = 60_000;
const heard = { timeout: FOR_EVER, lookEvery: FOR_EVER };

onEveryDatabase('waiting for what was written', (withLedger) => {
  it('ends at once where it is projected already', async () => {
    await withLedger(async ({ store, model }) => {
      await record(store, LOG);
      await catchUp(model, store);
      expect(await waitFor(model, END, heard)).toBe(true);
      expect(await waitFor(model, 1n as Position, { timeout: 0 })).toBe(true);
    });
  });

  it('hears a projector of the same process, however many wait', async () => {
    await withLedger(async ({ store, model }) => {
      await catchUp(model, store);
      const waiting = LOG.map((_, n) => waitFor(model, BigInt(n + 1) as Position, heard));
      await record(store, LOG);
      await catchUp(model, store, { batchSize: 3 });
      expect(await Promise.all(waiting)).toEqual(LOG.map(() => true));
    });
  });

  it('ends when the first build goes live, and not before', async () => {
    await withLedger(async ({ store, model }) => {
      await record(store, LOG);
      const waiting = waitFor(model, END, heard);
      expect(await waitFor(model, END, { timeout: 0 })).toBe(false);
      await catchUp(model, store);
      expect(await waiting).toBe(true);
    });
  });

  it('finds by itself what another process has projected', async () => {
    await withLedger(async ({ store, model, openAgain }) => {
      await record(store, LOG);
      const waiting = waitFor(model, END, { timeout: FOR_EVER, lookEvery: 1 });
      await catchUp(await openAgain(), store);
      expect(await waiting).toBe(true);
    });
  });

  it('says so when it was not in time, and stops when it is told to', async () => {
    await withLedger(async ({ store, model }) => {
      await record(store, LOG);
      await catchUp(model, store);
      const beyond = (END + 1n) as Position;
      expect(await waitFor(model, beyond, { timeout: 5 })).toBe(false);
      const stop = new AbortController();
      const waiting = waitFor(model, beyond, { ...heard, signal: stop.signal });
      stop.abort(new Error('the client has gone'));
      await expect(waiting).rejects.toThrow('the client has gone');
      await expect(waitFor(model, END, { ...heard, signal: stop.signal })).rejects.toThrow('the client has gone');
    });
  });

  it('fails where the checkpoints cannot be read', async () => {
    await withLedger(async ({ model }) => {
      await model.close();
      await expect(waitFor(model, END, heard)).rejects.toThrow();
    });
  });
});
