import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { join } from 'node:path';
import { kept, keptJson, temporaryDirectory } from '../support/kept.js';

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
describe('obligations on the command line', () => {
  const home = temporaryDirectory('obligations');
  const here = ['--data', join(home.path, 'data')];
  const story = ['--customer', 'huadong-jidian', ...here];

  beforeAll(async () => {
    expect(await kept(['demo', '--commitments', '200', ...here])).toMatchObject({ code: 0 });
  });
  afterAll(() => home.remove());

  it('are breached before anybody has said so, and the list of breaches tells that there are such', async () => {
    const owed = await keptJson<Line[]>(['obligations', '--state', 'breached', '--limit', '200', ...here]);
    expect(owed.length).toBeGreaterThan(0);
    expect(owed.every(({ declared }) => declared === false)).toBe(true);
    expect((await kept(['breaches', ...here])).stderr).toMatch(
      /\d+ more commitments have a deadline that passed unmet/,
    );
  });

  it('are declared by a round of the watch, once', async () => {
    expect((await kept(['watch', ...here])).stderr).toMatch(/\d+ × BreachDeclared/);
    expect((await kept(['watch', ...here])).stderr).toContain('nothing to say');
    expect((await kept(['breaches', ...here])).stderr).not.toContain('more commitments');
  });

  it('tell the story: nobody was told, and they waited in vain', async () => {
    const lines = await keptJson<Line[]>(['breaches', ...story]);
    expect(lines.map(({ commitment, obligation, declared }) => [commitment, obligation, declared])).toEqual(
      ['keep', 'advance-notice', 'announce-change'].map((one) => ['story-huadong-chiller', one, true]),
    );
    const history = (await kept(['history', 'huadong-jidian', ...here])).stdout;
    expect(history).toMatch(/Tue 2026-06-09 12:40 +story-huadong-chiller +breach: announce-change/);
    expect(history).toMatch(/Wed 2026-06-10 00:14 +story-huadong-chiller +breach: keep/);
  });

  it('of the customer who was called are those of a promise kept', async () => {
    const lines = await keptJson<Line[]>(['breaches', '--customer', 'lixin-textile', ...here]);
    expect(lines.map(({ obligation }) => obligation)).not.toContain('keep');
    expect(lines.map(({ obligation }) => obligation)).not.toContain('announce-change');
  });

  it('are explained, rule by rule', async () => {
    const { stdout, stderr } = await kept(['explain', 'story-huadong-chiller', '--tz', 'Asia/Shanghai', ...here]);
    expect(stdout).toContain('keep: Wed 2026-06-10 00:14, breached');
    expect(stdout).toContain('  grace: PT15M after the due, Tue 2026-06-09 23:59, is Wed 2026-06-10 00:14');
    expect(stdout).toContain('  tellWithin: PT10H after it happened, Tue 2026-06-09 02:40, is Tue 2026-06-09 12:40');
    expect(stderr).toContain('by policy');
    expect((await kept(['explain', 'nobody', ...here])).code).toBe(2);
  });

  it('are counted, and the counts add up to what is listed', async () => {
    const rates = await keptJson<{ obligation: string; late: number; missed: number }[]>(['obligation-rates', ...here]);
    const breached = rates.reduce((sum, { late, missed }) => sum + late + missed, 0);
    const listed: Line[] = [];
    for (const team of [
      '--obligation=keep',
      '--obligation=advance-notice,announce-change',
      '--obligation=follow-up,answer-complaint',
    ])
      listed.push(...(await keptJson<Line[]>(['breaches', team, '--limit', '200', ...here])));
    expect(listed.every(({ state }) => state === 'breached')).toBe(true);
    expect(breached).toBe(listed.length);
  });
});
