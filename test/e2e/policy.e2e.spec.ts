import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startTestServer, type TestServer } from '../support/server.js';
import { type LedgerPlaces, onEveryShape } from '../support/shapes.js';

// Many commands, one after the other, on machines that have other work too.
jest.setTimeout(120_000);

const HOUR = 3_600_000;
const ago = (hours: number): string => new Date(Date.now() - hours * HOUR).toISOString();

onEveryShape('kept policy', (shape) => {
  let ledger: LedgerPlaces;
  let server: TestServer;
  beforeAll(async () => {
    ledger = await shape.newLedger();
    server = await startTestServer(ledger.settings);
    const late = { occurredAt: ago(100) };
    for (const [path, body] of [
      ['/v1/teams', { team: 'north', name: 'North', timeZone: 'UTC', ...late }],
      ['/v1/teams/north/policies', { version: '1', rules: { tolerance: 'PT2H' }, ...late }],
      ['/v1/customers', { customer: 'acme', ...late }],
      [
        '/v1/commitments',
        {
          ...{ commitment: 'k-1', team: 'north', customer: 'acme', kind: 'repair', ...late },
          promised: { due: ago(50), timeZone: 'UTC' },
        },
      ],
      ['/v1/commitments/k-1/fulfilment', { occurredAt: ago(49) }],
    ] as const)
      expect(await server.post(path, body, { 'if-match': '*' })).toMatchObject({ status: 201 });
  });
  afterAll(() => server.stop());

  const fileWith = (text: string): string => {
    const file = join(ledger.directory, 'strict.json');
    writeFileSync(file, text);
    return file;
  };
  const policy = (...words: string[]) => ledger.kept('policy', ...words);
  const policyJson = <T>(...words: string[]) => ledger.keptJson<T>('policy', ...words);

  it('publishes a file of rules under its own name, and shows them again', async () => {
    const rules = { followUpAttempts: 2, overrides: [{ segment: 'vip', rules: { grace: 'PT5M' } }] };
    expect(await policy('publish', 'north', fileWith(JSON.stringify(rules)))).toMatchObject({ code: 0, stdout: '' });
    expect(await policyJson('show', 'north')).toEqual(rules);
    const { stdout, stderr } = await policy('show', 'north');
    expect(stdout).toMatch(/segment=vip +grace +PT5M/);
    expect(stderr).toContain('strict, in force; published: 1, strict');
  });

  it('shows what a version would change, changes it, and then there is nothing left to change', async () => {
    const preview = () => policyJson<object[]>('preview', 'north', 'strict', '--all');
    const before = await preview();
    expect(before).toContainEqual({
      ...{ commitment: 'k-1', customer: 'acme' },
      ...{ what: 'as-first-promised', from: 'tolerated', to: 'late' },
    });
    expect(await policyJson('preview', 'north', 'strict')).toEqual([]);
    expect((await policy('reapply', 'north', 'strict', '--all', '--dry-run', '--output', 'csv')).stdout).toContain(
      'k-1,acme,as-first-promised,tolerated,late',
    );
    expect(await preview()).toEqual(before);
    expect((await policy('reapply', 'north', 'strict', '--all')).stderr).toContain('1 looked at, 1 changed');
    expect(await preview()).toEqual([]);
    expect((await policy('reapply', 'north', 'strict', '--all')).stderr).toContain('1 looked at, 0 changed');
  });

  // The same wherever the ledger is.
  if (!shape.isDefault) return;

  it.each<[string, string]>([
    ['{', 'cannot be read'],
    ['{"tolerence": "PT1H"}', 'tolerence'],
    ['{"grace": {"businessDays": 1}}', 'calendar'],
    ['{"overrides": [{"rules": {}}]}', 'names no segment, kind or dimension'],
  ])('does not publish %j', async (text, problem) => {
    const { code, stderr } = await policy('publish', 'north', fileWith(text), '--version', 'odd');
    expect(code).toBe(2);
    expect(stderr).toContain(problem);
  });
});
