import { EventStoreDBDouble } from '#kept/event-store/eventstoredb/double';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { kept, keptJson, temporaryDirectory } from '../support/kept.js';
import { visitsMapping } from '../support/visits.js';

const LOG = `visit,what,when,due,who
v1,promise,2026-03-02 08:00:00,2026-03-03 12:00:00,huadong
v1,move,2026-03-02 23:00:00,2026-03-04 12:00:00,huadong
v1,done,2026-03-04 10:00:00,,huadong
v2,promise,2026-03-02 08:00:00,2026-03-03 12:00:00,acme
v2,done,2026-03-04 10:00:00,,acme
`;

describe('a ledger that moves', () => {
  const home = temporaryDirectory('moving');
  const data = join(home.path, 'data');
  const double = new EventStoreDBDouble();
  const file = `sqlite:${join(data, 'ledger.db')}`;
  /** A position is the store's own; everything else must be the same. */
  const history = async (of: string, environment: Record<string, string> = {}): Promise<unknown> => {
    const asked = ['history', 'huadong', '--at', '2026-04-01T00:00:00Z', '--data', of];
    return JSON.parse(
      JSON.stringify(await keptJson(asked, environment), (key, value: unknown) =>
        /position/i.test(key) ? undefined : value,
      ),
    );
  };
  beforeAll(async () => {
    await double.start();
    const [log, map] = [join(home.path, 'log.csv'), join(home.path, 'visits.map.json')];
    writeFileSync(log, LOG);
    writeFileSync(map, JSON.stringify(visitsMapping));
    expect(await kept(['import', log, '--map', map, '--data', data])).toMatchObject({ code: 0 });
  });
  afterAll(() => {
    double.stop();
    home.remove();
  });

  it('says the same from an EventStoreDB, and again from a file', async () => {
    const there = await kept(['copy', '--from', file, '--to', double.connectionString]);
    expect(there).toMatchObject({ code: 0, stderr: expect.stringContaining('the same: every event') as unknown });
    const elsewhere = join(home.path, 'elsewhere');
    const before = await history(data);
    expect(await history(elsewhere, { KEPT_EVENT_STORE: double.connectionString })).toEqual(before);
    expect(existsSync(join(elsewhere, 'ledger.db'))).toBe(false);
    const sound = await kept(['verify', '--data', elsewhere], {
      environment: { KEPT_EVENT_STORE: double.connectionString },
    });
    expect(sound).toMatchObject({ code: 0, stderr: expect.stringContaining('sound') as unknown });

    const back = join(home.path, 'back');
    const home2 = await kept([
      'copy',
      '--from',
      double.connectionString,
      '--to',
      `sqlite:${join(home.path, 'back.db')}`,
    ]);
    expect(home2.code).toBe(0);
    expect(await history(back, { KEPT_EVENT_STORE: `sqlite:${join(home.path, 'back.db')}` })).toEqual(before);
  });

  it('is copied once: again adds nothing', async () => {
    const again = await kept(['copy', '--from', file, '--to', double.connectionString]);
    expect(again.stderr).toContain('copied 0 events');
    expect(again.code).toBe(0);
  });

  it('comes back from a backup, into a directory that has none', async () => {
    const backup = join(home.path, 'backup.db');
    expect(await kept(['backup', backup, '--data', data])).toMatchObject({ code: 0 });
    expect(await kept(['backup', backup, '--data', data])).toMatchObject({ code: 2 });
    const restored = join(home.path, 'restored');
    expect(await kept(['restore', backup, '--data', restored])).toMatchObject({ code: 0 });
    expect(await history(restored)).toEqual(await history(data));
    expect(await kept(['restore', backup, '--data', restored])).toMatchObject({ code: 2 });
  });

  it('does not come back from a file that is damaged', async () => {
    const broken = join(home.path, 'broken.db');
    writeFileSync(broken, 'no ledger');
    const restored = join(home.path, 'never');
    expect(await kept(['restore', broken, '--data', restored])).toMatchObject({ code: 3 });
    expect(existsSync(join(restored, 'ledger.db'))).toBe(false);
  });
});
