import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { kept, keptJson } from '../support/kept.js';
import { clientOf, startTestServer, type TestServer } from '../support/server.js';

interface Issued {
  id: string;
  key: string;
}

describe('kept keys', () => {
  let server: TestServer;
  let data: string;
  beforeAll(async () => {
    server = await startTestServer();
    data = server.running.workspace.directory;
  });
  afterAll(() => server.stop());

  const keys = (...words: string[]) => kept(['keys', ...words, '--data', data]);
  const whoIs = (key: string) => clientOf(server.address, { authorization: `Bearer ${key}` }).get('/v1/caller');

  it('issues a key that a running server goes by at once, and prints nothing else on stdout', async () => {
    const scope = ['--role', 'integration', '--team', 'north', '--team', 'a, b', '--grant', 'log-commitments'];
    const { code, stdout, stderr } = await keys('issue', '--principal', 'crm', ...scope, '--label', 'CRM');
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^kept_crm\.[a-z2-7]{8}_[a-z2-7]{52}\n$/) as unknown]);
    expect(stderr).toContain('never again');
    expect(stderr).not.toContain(stdout.trim().split('_')[2]);
    expect(await whoIs(stdout.trim())).toMatchObject({
      status: 200,
      body: { principal: 'crm', role: 'integration', teams: ['a, b', 'north'], grants: ['log-commitments'] },
    });
  });

  it('opens the ledger again to whoever owns the files and has lost every key', async () => {
    const [issued] = await keptJson<Issued[]>([
      ...['keys', 'issue', '--principal', 'admin', '--role', 'admin', '--expires', 'P1D', '--data', data],
    ]);
    expect(await whoIs(issued!.key)).toMatchObject({ status: 200, body: { principal: 'admin', role: 'admin' } });
  });

  it('rotates and revokes, and a running server goes by it at once', async () => {
    const who = ['--principal', 'ada', '--role', 'auditor'];
    const [first] = await keptJson<Issued[]>(['keys', 'issue', ...who, '--data', data]);
    const [second] = await keptJson<Issued[]>(['keys', 'rotate', first!.id, '--data', data]);
    expect([(await whoIs(first!.key)).status, (await whoIs(second!.key)).status]).toEqual([200, 200]);
    expect(await keys('revoke', first!.id, '--reason', 'rotated')).toMatchObject({ code: 0, stdout: '' });
    expect([(await whoIs(first!.key)).status, (await whoIs(second!.key)).status]).toEqual([401, 200]);
    const listed = await keptJson<{ id: string; state: string }[]>(['keys', 'list', '--data', data]);
    expect(listed.filter(({ id }) => id.startsWith('ada.')).map(({ state }) => state)).toEqual(['revoked', 'live']);
    const { stdout } = await keys('list');
    expect(stdout).toMatch(new RegExp(`${second!.id.replace('.', '\\.')} +auditor +all +live`));
    expect(stdout + JSON.stringify(listed)).not.toMatch(/kept_|[0-9a-f]{64}/);
  });

  it.each<[string[], string]>([
    [['issue', '--role', 'admin'], "required option '--principal <name>'"],
    [['issue', '--principal', 'a', '--role', 'root'], 'Allowed choices are agent, supervisor'],
    [['issue', '--principal', 'A', '--role', 'admin'], 'no name for a principal'],
    [['issue', '--principal', 'a', '--role', 'agent'], 'name at least one'],
    [['issue', '--principal', 'a', '--role', 'agent', '--team', 'x', '--all-teams'], 'not both'],
    [['issue', '--principal', 'a', '--role', 'admin', '--team', 'x'], 'name none'],
    [['issue', '--principal', 'a', '--role', 'auditor', '--grant', 'all'], 'does not know “all”'],
    [['issue', '--principal', 'a', '--role', 'auditor', '--expires', '2020-01-01'], 'is past'],
    [['issue', '--principal', 'a', '--role', 'auditor', '--expires', 'soon'], 'no date and time'],
    [['rotate', 'a.aaaaaaaa'], 'There is no key a.aaaaaaaa'],
    [['revoke', 'nonsense'], 'There is no key nonsense'],
    [['revoke'], "missing required argument 'key'"],
    [['frobnicate'], 'unknown command'],
  ])('%j is refused with a sentence', async (words, sentence) =>
    expect(await keys(...words)).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining(sentence) as unknown,
    }),
  );

  it('makes no ledger where there is none', async () => {
    const nowhere = join(data, 'nowhere');
    const answer = await kept(['keys', 'issue', '--principal', 'a', '--role', 'admin', '--data', nowhere]);
    expect(answer).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('no ledger') as unknown });
    expect(existsSync(nowhere)).toBe(false);
  });
});
