import { beforeAll, expect, it, jest } from '@jest/globals';
import { type LedgerPlaces, onEveryShape } from '../support/shapes.js';

// Many commands, one after the other, on machines that have other work too.
jest.setTimeout(120_000);

interface Line {
  commitment: string;
  obligation: string;
  deadline: string;
  state: string;
  declared?: boolean;
}

/** What an auditor does with a ledger that nobody has watched yet. */
onEveryShape('obligations on the command line', (shape) => {
  let ledger: LedgerPlaces;

  beforeAll(async () => {
    ledger = await shape.newLedger();
    expect(await ledger.kept('demo', '--commitments', '200')).toMatchObject({ code: 0 });
  });

  it('are breached before anybody has said so, and the list of breaches tells that there are such', async () => {
    const owed = await ledger.keptJson<Line[]>('obligations', '--state', 'breached', '--limit', '200');
    expect(owed.length).toBeGreaterThan(0);
    expect(owed.every(({ declared }) => declared === false)).toBe(true);
    expect((await ledger.kept('breaches')).stderr).toMatch(/\d+ more commitments have a deadline that passed unmet/);
  });

  it('are declared by a round of the watch, once', async () => {
    expect((await ledger.kept('watch')).stderr).toMatch(/\d+ × BreachDeclared/);
    expect((await ledger.kept('watch')).stderr).toContain('nothing to say');
    expect((await ledger.kept('breaches')).stderr).not.toContain('more commitments');
  });

  it('tell the story: nobody was told, and they waited in vain', async () => {
    const lines = await ledger.keptJson<Line[]>('breaches', '--customer', 'huadong-jidian');
    expect(lines.map(({ commitment, obligation, declared }) => [commitment, obligation, declared])).toEqual(
      ['keep', 'advance-notice', 'announce-change'].map((one) => ['story-huadong-chiller', one, true]),
    );
    const history = (await ledger.kept('history', 'huadong-jidian')).stdout;
    expect(history).toMatch(/Tue 2026-06-09 12:40 +story-huadong-chiller +breach: announce-change/);
    expect(history).toMatch(/Wed 2026-06-10 00:14 +story-huadong-chiller +breach: keep/);
  });

  it('of the customer who was called are those of a promise kept', async () => {
    const lines = await ledger.keptJson<Line[]>('breaches', '--customer', 'lixin-textile');
    expect(lines.map(({ obligation }) => obligation)).not.toContain('keep');
    expect(lines.map(({ obligation }) => obligation)).not.toContain('announce-change');
  });

  // The same wherever the ledger is, and many commands.
  if (!shape.isDefault) return;

  it('are explained, rule by rule', async () => {
    const { stdout, stderr } = await ledger.kept('explain', 'story-huadong-chiller', '--tz', 'Asia/Shanghai');
    expect(stdout).toContain('keep: Wed 2026-06-10 00:14, breached');
    expect(stdout).toContain('  grace: PT15M after the due, Tue 2026-06-09 23:59, is Wed 2026-06-10 00:14');
    expect(stdout).toContain('  tellWithin: PT10H after it happened, Tue 2026-06-09 02:40, is Tue 2026-06-09 12:40');
    expect(stderr).toContain('by policy');
    expect((await ledger.kept('explain', 'nobody')).code).toBe(2);
  });

  it('are counted, and the counts add up to what is listed', async () => {
    const rates = await ledger.keptJson<{ obligation: string; late: number; missed: number }[]>('obligation-rates');
    const breached = rates.reduce((sum, { late, missed }) => sum + late + missed, 0);
    const listed: Line[] = [];
    for (const team of [
      '--obligation=keep',
      '--obligation=advance-notice,announce-change',
      '--obligation=follow-up,answer-complaint',
    ])
      listed.push(...(await ledger.keptJson<Line[]>('breaches', team, '--limit', '200')));
    expect(listed.every(({ state }) => state === 'breached')).toBe(true);
    expect(breached).toBe(listed.length);
  });
});
