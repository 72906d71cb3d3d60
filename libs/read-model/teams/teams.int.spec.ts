import { streamName, teamCodec } from '#kept/contracts';
import { type TeamEvent } from '#kept/domain';
import { expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { catchUp, teamById, teamsList } from '../index.js';
import { onEveryDatabase } from '../testing/ledger.fixture.js';
import { hour, type RandomLog, record, written } from '../testing/random-log.fixture.js';

const said = (team: string, event: TeamEvent): RandomLog[number] => ({
  stream: streamName('team', team),
  event: written(teamCodec.encode(event), { id: randomUUID(), occurredAt: hour(0), recordedAt: hour(0) }),
});
const registered = (team: string): RandomLog[number] =>
  said(team, { type: 'TeamRegistered', data: { name: `Team ${team}`, timeZone: 'Asia/Shanghai' } });
const published = (team: string, version: string): RandomLog[number] =>
  said(team, { type: 'PolicyPublished', data: { version, rules: {} } });

onEveryDatabase('the teams', (withLedger) => {
  it('are shown with the versions in force', async () => {
    await withLedger(async ({ store, model }) => {
      await record(store, [registered('north'), published('north', '1'), registered('south'), published('north', '2')]);
      await catchUp(model, store, { batchSize: 2 });
      expect(await teamById(model, 'north')).toEqual({
        team: 'north',
        name: 'Team north',
        timeZone: 'Asia/Shanghai',
        policy: '2',
        lastRevision: 2,
        lastPosition: '4',
      });
      expect(await teamById(model, 'west')).toBeUndefined();
    });
  });

  it('are listed page by page, and only those one may see', async () => {
    await withLedger(async ({ store, model }) => {
      await record(store, ['e', 'b', 'a', 'd', 'c'].map(registered));
      await catchUp(model, store);
      const pages: string[][] = [];
      for (let cursor: string | undefined; ;) {
        const page = await teamsList(model, { limit: 2, ...(cursor !== undefined && { cursor }) });
        expect(page.position).toBe('5');
        pages.push(page.rows.map(({ team }) => team));
        if (page.next === undefined) break;
        cursor = page.next;
      }
      expect(pages).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
      const seen = async (teams: string[]) =>
        (await teamsList(model, { limit: 9, teams })).rows.map(({ team }) => team);
      expect(await seen(['d', 'a', 'x'])).toEqual(['a', 'd']);
      expect(await seen([])).toEqual([]);
    });
  });

  it('refuse a page of no size, and a cursor from elsewhere', async () => {
    await withLedger(async ({ store, model }) => {
      await record(store, ['a', 'b'].map(registered));
      await catchUp(model, store);
      await expect(teamsList(model, { limit: 0 })).rejects.toMatchObject({ code: 'limit-out-of-range' });
      const { next } = await teamsList(model, { limit: 1 });
      await expect(teamsList(model, { limit: 1, cursor: next!, teams: ['a'] })).rejects.toMatchObject({
        code: 'cursor-foreign',
      });
    });
  });
});
