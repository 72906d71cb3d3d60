import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TestDesk } from '../support/desk.js';
import { kept, keptJson } from '../support/kept.js';
import { keyFor } from '../support/keys.js';
import { type Client, clientOf, startTestServer, type TestServer } from '../support/server.js';

interface Made {
  subscription: string;
  key: string;
  secret?: string;
  publicKey?: string;
}
interface Shown {
  id: string;
  owner: string;
  teams: string[];
  status: string;
  url: string;
  keys: { id: string; state: string; retiresAt?: string }[];
}

describe('kept subscriptions', () => {
  let server: TestServer;
  let crm: Client;
  let data: string;
  beforeAll(async () => {
    server = await startTestServer({}, { desk: () => new TestDesk() });
    data = server.running.workspace.directory;
    const { text } = await keyFor(server.running, 'integration', { principal: 'crm', teams: ['north', 'south'] });
    crm = clientOf(server.address, { authorization: `Bearer ${text}` });
  });
  afterAll(() => server.stop());

  const subscriptions = (...words: string[]) => kept(['subscriptions', ...words, '--data', data]);
  const json = <T>(...words: string[]) => keptJson<T>(['subscriptions', ...words, '--data', data]);
  const HOOKS = 'https://crm.example/hooks?token=t0ps3cret';
  const seen = async (id: string) => (await crm.get<Shown>(`/v1/subscriptions/${id}`)).body;

  it('opens one that a running server knows at once, and prints its secret alone on stdout', async () => {
    const asked = ['--owner', 'crm', '--type', 'BreachDeclared', '--obligation', 'keep,announce-change'];
    const { code, stdout, stderr } = await subscriptions('open', HOOKS, ...asked, '--label', 'CRM');
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^whsec_[A-Za-z0-9+/]{43}=\n$/) as unknown]);
    expect(stderr).toContain('never again');
    expect(stderr).not.toContain('whsec_');
    const id = /Subscription (\S+) is opened/.exec(stderr)![1]!;
    expect(await seen(id)).toMatchObject({
      ...{ owner: 'crm', teams: ['north', 'south'], url: 'https://crm.example/hooks', label: 'CRM' },
      filter: { types: ['BreachDeclared'], obligations: ['announce-change', 'keep'] },
    });
    const { stdout: listed } = await subscriptions('list');
    expect(listed).toMatch(new RegExp(`${id} +crm +active +https://crm.example/hooks\\?… +BreachDeclared`));
    expect(listed + JSON.stringify(await json('list'))).not.toMatch(/whsec_|t0ps3cret|sealed/);
  });

  it('rotates what deliveries are signed with', async () => {
    const [opened] = await json<Made[]>('open', HOOKS, '--owner', 'crm', '--signature', 'ed25519');
    const { subscription: id, key } = opened!;
    expect(opened).toMatchObject({ publicKey: expect.stringMatching(/^whpk_/) as unknown });
    expect(opened).not.toHaveProperty('secret');
    const [rotated] = await json<Made[]>('rotate', id, key, '--overlap', 'PT1H');
    const [shown] = await json<Shown[]>('show', id);
    expect(shown!.keys.map((each) => [each.id, each.state])).toEqual([
      [key, 'signing'],
      [rotated!.key, 'signing'],
    ]);
    expect(Date.parse(shown!.keys[0]!.retiresAt!) - Date.now()).toBeLessThanOrEqual(3_600_000);
    expect((await subscriptions('show', id)).stdout).toMatch(new RegExp(`${rotated!.key} +ed25519 +signing`));
  }, 120_000);

  it('pauses, resumes, replays and ends', async () => {
    const { body } = await crm.post<{ id: string }>('/v1/subscriptions', { url: HOOKS });
    const { id } = body;
    expect(await subscriptions('pause', id, '--reason', 'maintenance')).toMatchObject({ code: 0, stdout: '' });
    expect(await seen(id)).toMatchObject({ status: 'paused', reason: 'maintenance' });
    await subscriptions('resume', id);
    expect(await seen(id)).toMatchObject({ status: 'active' });
    expect(await subscriptions('replay', id, '--after', '0')).toMatchObject({ code: 0 });
    expect(await subscriptions('replay', id, '--failed-since', '2026-01-01')).toMatchObject({ code: 0 });
    await subscriptions('end', id);
    expect(await seen(id)).toMatchObject({ status: 'ended' });
    expect(await subscriptions('resume', id)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('has ended') as unknown,
    });
  }, 120_000);

  it('leaves a ledger that is sound, and answers that agree with it', async () => {
    expect(await kept(['verify', '--data', data])).toMatchObject({ code: 0 });
  });

  it.each<[string[], string]>([
    [['open', HOOKS], "required option '--owner <principal>'"],
    [['open', HOOKS, '--owner', 'stranger'], 'stranger has no key that may read the feed'],
    [['open', HOOKS, '--owner', 'oidc.crm'], 'open theirs over HTTP'],
    [['open', 'http://127.0.0.1/', '--owner', 'crm'], 'no public address'],
    [['open', HOOKS, '--owner', 'crm', '--type', 'BreachDeclard'], 'is BreachDeclared meant?'],
    [['open', HOOKS, '--owner', 'crm', '--team', 'west'], 'does not act for west'],
    [['open', HOOKS, '--owner', 'crm', '--obligation', 'smile'], 'does not know “smile”'],
    [['show', 'none'], 'Nobody opened this subscription'],
    [['replay', 'none'], 'Say which deliveries are to be made again'],
    [['replay', 'none', '--after', '0', '--failed-since', '2026-01-01'], 'Say which deliveries'],
    [['replay', 'none', '--event', 'e-1'], 'Say which deliveries'],
    [['frobnicate'], 'unknown command'],
  ])('says what is wrong: %j', async (words, said) => {
    const { code, stdout, stderr } = await subscriptions(...words);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(said);
  });

  it('keeps the key of its secrets beside the ledger, and opens nothing without it', () => {
    expect(existsSync(join(data, 'secrets.key'))).toBe(true);
  });

  it('lists what only an earlier key opens, where a new one was put before it', async () => {
    const key = readFileSync(join(data, 'secrets.key'), 'utf8').trim();
    const { stdout, stderr } = await subscriptions('sealed', '--output', 'json');
    expect([JSON.parse(stdout), stderr]).toEqual([[], expect.stringContaining('earlier ones may go') as unknown]);
    const environment = { KEPT_SECRETS_KEY: `${randomBytes(32).toString('base64')},${key}` };
    const going = (await json<Shown[]>('list')).filter(({ status }) => status !== 'ended');
    const sealed = await kept(['subscriptions', 'sealed', '--data', data], { environment });
    for (const { id } of going) expect(sealed.stdout).toMatch(new RegExp(`${id} +crm +address`));
    expect(sealed.stdout).toContain('signing-key');
    expect(going.length).toBeGreaterThan(0);
    expect(sealed.stderr).not.toContain('may go');
  });
});
