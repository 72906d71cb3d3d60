import { Ledger, Teams } from '#kept/application';
import { type CalendarEdition, instant, timeZone } from '#kept/domain';
import { inWorkspace } from '#kept/workspace';
import { beforeAll, expect, it, jest } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { kept } from '../support/kept.js';
import { type LedgerPlaces, onEveryShape } from '../support/shapes.js';

// Many commands, one after the other, on machines that have other work too.
jest.setTimeout(120_000);

onEveryShape('kept calendar', (shape) => {
  let ledger: LedgerPlaces;
  const calendar = (...words: string[]) => ledger.kept('calendar', ...words);
  const calendarJson = <T>(...words: string[]) => ledger.keptJson<T>('calendar', ...words);

  beforeAll(async () => {
    ledger = await shape.newLedger();
    const now = instant(Date.now());
    await inWorkspace(ledger.directory, { create: true, places: ledger.places }, ({ store }) =>
      new Teams(new Ledger(store)).submit(
        'north',
        { type: 'RegisterTeam', data: { name: '华北', timeZone: timeZone('Asia/Shanghai') } },
        { commandId: 'register', actor: { id: 'test', role: 'admin' }, occurredAt: now, recordedAt: now },
      ),
    );
    expect(await calendar('import', 'cn', '2026', '--team', 'north')).toMatchObject({
      code: 0,
      stderr: 'Calendar cn-2026 is in force for north.\n',
    });
  });

  it('shows what was published, and lists what is in force', async () => {
    expect(await calendarJson('list', 'north')).toMatchObject([
      { version: 'cn-2026', inForce: true, timeZone: 'Asia/Shanghai', specialDays: 39 },
    ]);
    const { stdout, stderr } = await calendar('show', 'north');
    expect(stdout).toMatch(/^fri +09:00–18:00$/m);
    expect(stdout).toMatch(/^2026-02-14 +09:00–18:00 +春节调休$/m);
    expect(stdout).toMatch(/^2026-02-17 +closed +春节$/m);
    expect(stderr).toContain('2026-01-01 – 2026-12-31, from chinese-days');
  });

  it('publishes what it shows, from a file, once', async () => {
    const { stdout } = await calendar('show', 'north', '--output', 'json');
    const file = join(ledger.directory, 'early.json');
    const early = {
      ...(JSON.parse(stdout) as CalendarEdition),
      weekly: { mon: [{ opens: '07:00', closes: '15:00' }] },
    };
    writeFileSync(file, JSON.stringify(early));
    expect(await calendar('publish', 'north', file)).toMatchObject({ code: 0 });
    expect(await calendarJson('show', 'north', 'early')).toEqual(early);
    expect(await calendarJson('list', 'north')).toMatchObject([
      { version: 'cn-2026', inForce: false },
      { version: 'early', inForce: true },
    ]);
    const again = await calendar('publish', 'north', file);
    expect(again).toMatchObject({ code: 2, stderr: expect.stringContaining('was already published') });
  });

  it('leaves a ledger that is sound, and a read model that knows', async () =>
    expect(await ledger.kept('verify')).toMatchObject({ code: 0 }));

  const explained = ['explain', 'north', '--version', 'cn-2026'];

  it('explains a deadline over the Spring Festival', async () => {
    const { stdout, stderr, code } = await calendar(...explained, '--from', '2026-02-13 17:00', '--add', 'PT11H');
    expect(code).toBe(0);
    expect(stdout.split('\n')).toHaveLength(14);
    expect(stdout).toMatch(/^2026-02-14 +Sat 2026-02-14 09:00 – Sat 2026-02-14 18:00 +PT9H +春节调休$/m);
    expect(stdout).toMatch(/^2026-02-17 +closed, a special day +春节$/m);
    expect(stderr).toMatch(/^after Fri 2026-02-13 17:00: Tue 2026-02-24 10:00 \(Asia\/Shanghai\)$/m);
    expect(stderr).toMatch(/^by calendar cn-2026, 2026-01-01 – 2026-12-31, from chinese-days/m);
    expect(stderr).toContain(`time zone database ${process.versions['tz']!}\n`);
  });

  it('explains it to a program, with instants and the versions that were used', async () => {
    const asked = [...explained, '--from', '2026-12-30T17:00:00+08:00', '--days', '3'];
    expect(await calendarJson(...asked)).toMatchObject({
      at: '2026-12-30T09:00:00.000Z',
      length: { businessDays: 3 },
      moment: '2027-01-04T09:00:00.000Z',
      isProvisional: true,
      days: [{ date: '2026-12-31' }, { date: '2027-01-01' }, { date: '2027-01-04' }],
      skipped: [
        { date: '2027-01-02', why: 'weekday' },
        { date: '2027-01-03', why: 'weekday' },
      ],
      editions: [{ version: 'cn-2026' }],
      timeZoneDatabase: process.versions['tz'],
    });
    const { stderr } = await calendar(...asked);
    expect(stderr).toContain(', provisional\n');
  });

  it('counts backwards', async () =>
    expect(await calendarJson(...explained, '--from', '2026-03-09 10:00', '--add', 'PT2H', '--before')).toMatchObject({
      direction: 'before',
      moment: '2026-03-06T09:00:00.000Z',
    }));

  // The same wherever the ledger is.
  if (!shape.isDefault) return;

  it('imports the same year wherever the machine stands', async () => {
    const printed = await Promise.all(
      ['UTC', 'America/New_York', 'Pacific/Apia'].map((TZ) =>
        kept(['calendar', 'import', 'cn', '2026'], { environment: { TZ } }),
      ),
    );
    const editions = printed.map(({ stdout }) => JSON.parse(stdout) as CalendarEdition);
    expect(editions[0]!.special['2026-02-17']).toEqual([]);
    expect(editions[0]!.special['2026-02-14']).toEqual([{ opens: '09:00', closes: '18:00' }]);
    expect(editions[1]).toEqual(editions[0]);
    expect(editions[2]).toEqual(editions[0]);
  });

  it.each([
    [['explain', 'north', '--from', '2026-03-09 10:00'], 'Give --add PT4H'],
    [['explain', 'north', '--from', '2026-03-09 10:00', '--days', '1', '--version', 'cn-1926'], 'cn-2026'],
    [['show', 'south'], 'Team south is not registered'],
    [['import', 'cn', '2003'], 'does not know the holidays of 2003'],
    [['publish', 'north', 'package.json'], 'no edition'],
  ])('%j is refused in a sentence', async (args, problem) => {
    expect(await calendar(...args)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(problem),
    });
  });
});
