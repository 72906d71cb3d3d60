import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type LoggedEvent } from '#kept/event-store';
import { openSqliteEventStore } from '#kept/event-store/sqlite';
import { join } from 'node:path';
import { type Ended, kept, keptJson, temporaryDirectory } from '../support/kept.js';

const SMALL = ['--commitments', '400'];

async function logOf(directory: string): Promise<LoggedEvent[]> {
  const store = openSqliteEventStore(join(directory, 'ledger.db'), { readOnly: true });
  const events: LoggedEvent[] = [];
  for await (const page of store.readAll()) events.push(...page);
  await store.close();
  return events;
}

describe('the demo', () => {
  const home = temporaryDirectory('demo');
  const [one, other] = [join(home.path, 'one'), join(home.path, 'other')];
  let first: Ended;
  beforeAll(async () => {
    first = await kept(['demo', ...SMALL, '--data', one]);
  }, 60_000);
  afterAll(home.remove);

  it('tells the story by name: late as the customer was told, kept as planned; and the same with one call', () => {
    expect(first.code).toBe(0);
    const lines = first.stdout.split('\n');
    const outcomes = (commitment: string): string =>
      lines
        .find((line) => line.startsWith(commitment) && line.includes('shanghai-repair'))!
        .trim()
        .split(/ {2,}/)
        .slice(-3)
        .join(' ');
    expect(outcomes('story-huadong-chiller')).toBe('late late kept');
    expect(outcomes('story-lixin-chiller')).toBe('late kept kept');
    expect(first.stdout).toContain('华东机电');
    expect(first.stdout).toContain('[the customer is not told]');
  });

  it('is the same ledger, event by event, wherever it is made with the same seed', async () => {
    const again = await kept(['demo', ...SMALL, '--data', other]);
    expect(again.stdout.replaceAll(other, one)).toBe(first.stdout);
    const [a, b] = [await logOf(one), await logOf(other)];
    expect(a.length).toBeGreaterThan(2_000);
    expect(b).toEqual(a);
  }, 60_000);

  it('changes nothing the second time, and keeps out of ledgers that are no demo, or another one', async () => {
    const second = await kept(['demo', ...SMALL, '--data', one]);
    expect(second).toMatchObject({ code: 0, stdout: expect.stringContaining('nothing changed') as unknown });
    const anotherSeed = await kept(['demo', ...SMALL, '--seed', '7', '--data', one]);
    expect(anotherSeed).toMatchObject({ code: 2, stderr: expect.stringContaining('another seed or size') as unknown });
    expect(await logOf(one)).toEqual(await logOf(other));
  }, 60_000);

  it('leaves a sound ledger whose rates can be asked at once', async () => {
    expect(await kept(['verify', '--data', one])).toMatchObject({ code: 0 });
    const rates = await keptJson<{ basis: string; rate: number }[]>([
      'rates',
      '--at',
      '2026-06-30T18:00:00+08:00',
      '--data',
      one,
    ]);
    const [asFirst, asLast, asPlanned] = rates.map(({ rate }) => rate) as [number, number, number];
    expect(asFirst).toBeLessThan(asLast);
    expect(asLast).toBeLessThanOrEqual(asPlanned);
  }, 60_000);
});
