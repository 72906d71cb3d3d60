import { AppendConflict, AppendOutcomeUnknown, type Position, StoreUnavailable } from '#kept/event-store';
import { describe, expect, it } from '@jest/globals';
import { LedgerHealth } from './ledger-health.js';
import { Readiness, type ReadinessParts } from './readiness.js';

const what = { stream: 'team-north', events: 1 };
const at = (position: bigint): Position => position as Position;

function readiness(parts: Partial<ReadinessParts>): Readiness {
  return new Readiness({
    store: { head: () => Promise.resolve(at(10n)) },
    progress: { ready: true, reached: at(10n) },
    ledger: { trouble: () => Promise.resolve(undefined) },
    places: { eventStore: 'sqlite:ledger.db' },
    maxLag: 5,
    ...parts,
  });
}

describe('readiness', () => {
  it('is there when everything holds', async () => {
    expect(await readiness({}).answer()).toEqual({
      status: 'ready',
      checks: { ledger: { ok: true }, projections: { ok: true }, running: { ok: true } },
      head: '10',
      reached: '10',
      lag: 0,
    });
  });

  it.each([
    ['projections', 'behind', { progress: { ready: true, reached: at(4n) } }],
    ['projections', 'not-built', { progress: { ready: false, reached: at(10n) } }],
    ['ledger', 'disk-full', { ledger: { trouble: () => Promise.resolve('disk-full' as const) } }],
    ['ledger', 'unreadable', { store: { head: () => Promise.reject(new Error()) } }],
  ] as const)('names the check that fails: %s, %s', async (check, problem, parts) => {
    const { status, checks } = await readiness(parts).answer();
    expect(status).toBe('not-ready');
    expect(checks[check]).toEqual({ ok: false, problem });
    expect(Object.values(checks as object).filter(({ ok }: { ok: boolean }) => !ok)).toHaveLength(1);
  });

  it('counts events where positions are places in a file', async () => {
    const parts = { store: { head: () => Promise.resolve(at(4_510n)) }, places: { eventStore: 'esdb://one:2113' } };
    expect(await readiness(parts).answer()).toMatchObject({ status: 'ready', lag: 5 });
    const beyond = { ...parts, store: { head: () => Promise.resolve(at(4_511n)) } };
    expect(await readiness(beyond).answer()).toMatchObject({ status: 'not-ready', lag: 6 });
  });

  it('bounds how far the answers may lag behind, and no more', async () => {
    expect(await readiness({ progress: { ready: true, reached: at(5n) } }).answer()).toMatchObject({ status: 'ready' });
  });

  it('ends when the server is about to stop', async () => {
    const ready = readiness({});
    ready.stop();
    expect(await ready.answer()).toMatchObject({ checks: { running: { ok: false, problem: 'stopping' } } });
  });
});

describe('the health of the ledger', () => {
  const failing = (error: Error) => () => Promise.reject(error);
  const full = new StoreUnavailable('disk-full', 'full');

  it('is bad after an append that failed, and good after one that did not', async () => {
    const health = new LedgerHealth(() => Promise.resolve(false));
    await expect(health.around(what, failing(full))).rejects.toBe(full);
    expect(await health.trouble()).toBe('disk-full');
    expect(await health.around(what, () => Promise.resolve('done'))).toBe('done');
    expect(await health.trouble()).toBeUndefined();
  });

  it('is tried by itself, so that whoever sends nothing meanwhile is told when it is over', async () => {
    let room = false;
    const health = new LedgerHealth(() => Promise.resolve(room));
    await expect(health.around(what, failing(new AppendOutcomeUnknown('team-north', full)))).rejects.toThrow();
    expect(await health.trouble()).toBe('outcome-unknown');
    room = true;
    expect(await health.trouble()).toBeUndefined();
  });

  it('is not mended by room on the disk where the ledger is damaged', async () => {
    const health = new LedgerHealth(() => Promise.resolve(true));
    await expect(health.around(what, failing(new StoreUnavailable('store-damaged', '')))).rejects.toThrow();
    expect(await health.trouble()).toBe('store-damaged');
  });

  it('has nothing to do with what is refused', async () => {
    const health = new LedgerHealth(() => Promise.resolve(false));
    await expect(health.around(what, failing(new AppendConflict('team-north', 0n, 1n)))).rejects.toThrow();
    expect(await health.trouble()).toBeUndefined();
  });
});
