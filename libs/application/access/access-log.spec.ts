import { type AccessNote, instant, type Instant, type Principal } from '#kept/domain';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { AccessLog } from './access-log.js';
import { type Notebook } from './notebook.js';

const MINUTE = 60_000;
const crm: Principal = { id: 'crm', role: 'integration', teams: ['north'], grants: [] };
const ada: Principal = { id: 'ada', role: 'auditor', teams: 'all', grants: [] };
const foreign = { route: 'POST /v1/commitments', because: 'team', action: 'log-commitments' } as const;

describe('the access log', () => {
  let written: { who: string; note: AccessNote; occurredAt: Instant }[];
  let broken: boolean;
  let log: AccessLog;

  beforeEach(() => {
    jest.useFakeTimers({ now: 1_000_000 });
    [written, broken] = [[], false];
    const notebook: Pick<Notebook, 'write' | 'settled'> = {
      settled: () => Promise.resolve(),
      write: ({ actor, note, occurredAt }) => {
        if (broken) return Promise.reject(new Error('disk full'));
        written.push({ who: actor.id, note, occurredAt });
        return Promise.resolve();
      },
    };
    log = new AccessLog(notebook as Notebook, () => instant(Date.now()));
  });
  afterEach(() => void jest.useRealTimers());

  const times = () => written.map(({ note }) => (note.type === 'AccessRefused' ? note.data.times : note.type));

  it('notes whose data are read, each once, before anybody sees them', async () => {
    await log.personalDataRead(ada, 'board', ['acme', 'huadong', 'acme']);
    expect(written).toEqual([
      {
        who: 'ada',
        note: { type: 'PersonalDataRead', data: { what: 'board', whose: ['acme', 'huadong'] } },
        occurredAt: 1_000_000,
      },
    ]);
    broken = true;
    await expect(log.personalDataRead(ada, 'board', ['acme'])).rejects.toThrow('disk full');
    await expect(log.exported(ada, 'rates', 3)).rejects.toThrow('disk full');
  });

  it('notes every read: none is the same as another', async () => {
    await log.personalDataRead(ada, 'board', ['acme']);
    await log.personalDataRead(ada, 'board', ['acme']);
    expect(written).toHaveLength(2);
  });

  it('notes what leaves the house', async () => {
    await log.exported(ada, 'rates', 1_200);
    expect(written[0]!.note).toEqual({ type: 'DataExported', data: { what: 'rates', rows: 1_200 } });
  });

  it('notes a refusal at once, and those that follow within a minute together', async () => {
    await log.refused(crm, foreign);
    expect(written[0]).toMatchObject({ who: 'crm', note: { type: 'AccessRefused', data: { ...foreign, times: 1 } } });
    for (let n = 0; n < 5; n += 1) await log.refused(crm, foreign);
    expect(times()).toEqual([1]);
    await jest.advanceTimersByTimeAsync(30_000);
    await log.refused(crm, foreign);
    await jest.advanceTimersByTimeAsync(30_000);
    expect(times()).toEqual([1, 6]);
    // When it happened last, not when the minute was over.
    expect(written[1]!.occurredAt).toBe(1_030_000);
  });

  it('notes one a minute for as long as it goes on, and loses none', async () => {
    for (let second = 0; second < 600; second += 1) {
      await log.refused(crm, foreign);
      await jest.advanceTimersByTimeAsync(1_000);
    }
    await log.close();
    const counted = times() as number[];
    expect(counted.reduce((sum, n) => sum + n)).toBe(600);
    expect(counted.length).toBeLessThanOrEqual(11);
  });

  it('notes the next one at once when there was a minute without any', async () => {
    await log.refused(crm, foreign);
    await jest.advanceTimersByTimeAsync(MINUTE);
    await log.refused(crm, foreign);
    expect(times()).toEqual([1, 1]);
  });

  it('tells reasons, routes, actions and principals apart', async () => {
    await log.refused(crm, foreign);
    await log.refused({ ...crm, id: 'other' }, foreign);
    await log.refused(crm, { ...foreign, route: 'GET /v1/rates' });
    await log.refused(crm, { ...foreign, because: 'role' });
    await log.refused(crm, { ...foreign, action: 'void-entries' });
    expect(times()).toEqual([1, 1, 1, 1, 1]);
  });

  it('writes what is counted when it is closed', async () => {
    for (let n = 0; n < 4; n += 1) await log.refused(crm, foreign);
    await log.close();
    expect(times()).toEqual([1, 3]);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('keeps counting what it could not write', async () => {
    broken = true;
    await expect(log.refused(crm, foreign)).rejects.toThrow('disk full');
    await log.refused(crm, foreign);
    await jest.advanceTimersByTimeAsync(MINUTE);
    broken = false;
    await jest.advanceTimersByTimeAsync(MINUTE);
    expect(times()).toEqual([2]);
  });

  it('counts strangers, and writes nothing of them', () => {
    log.turnedAway('unknown-key');
    log.turnedAway('unknown-key');
    log.turnedAway('bad-token');
    expect([...log.strangers]).toEqual([
      ['unknown-key', 2],
      ['bad-token', 1],
    ]);
    expect(written).toEqual([]);
  });
});
