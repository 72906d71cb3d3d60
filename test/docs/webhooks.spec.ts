import { signedHeaders, type SigningSecret } from '#kept/delivery';
import { instant } from '#kept/domain';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TestDesk } from '../support/desk.js';
import { kept, root, temporaryDirectory } from '../support/kept.js';
import { startTestServer, type TestServer } from '../support/server.js';

const page = readFileSync(join(root, 'docs/how-to/webhooks.md'), 'utf8');
const blocks = (language: string): string[] =>
  [...page.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(([, block]) => block!);

describe('docs/how-to/webhooks.md', () => {
  const home = temporaryDirectory('webhooks');
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({}, { desk: () => new TestDesk() });
  });
  afterAll(async () => {
    await server.stop();
    home.remove();
  });

  it('has commands that work, in the order in which they stand there', async () => {
    const commands = blocks('sh').flatMap((block) => block.split('\n').filter((line) => line.startsWith('npx kept ')));
    const names: Record<string, string> = {};
    const tried: string[] = [];
    for (const command of commands) {
      const words = command.replaceAll(/\$(\w+)/g, (_, name: string) => names[name] ?? name).split(' ');
      const { code, stderr } = await kept([...words.slice(2), '--data', server.running.workspace.directory]);
      expect([command, code, stderr]).toEqual([command, 0, stderr]);
      tried.push(words[3]!);
      names['SUBSCRIPTION'] ??= /Subscription (\S+) is opened/.exec(stderr)?.[1] as string;
      names['SIGNING_KEY'] ??= /Signing key (\S+)\./.exec(stderr)?.[1] as string;
    }
    expect(new Set(tried)).toEqual(
      new Set(['issue', 'open', 'rotate', 'show', 'list', 'pause', 'resume', 'replay', 'sealed', 'end']),
    );
  }, 120_000);

  it('verifies what is sent, by the code that stands there', () => {
    const [code, ...others] = blocks('js');
    expect(others).toEqual([]);
    const [now, body] = [instant(Date.UTC(2026, 2, 2, 8)), '{"type":"kept.BreachDeclared"}'];
    const key = (): SigningSecret => ({ id: 'k', algorithm: 'hmac-sha256', secret: randomBytes(32) });
    const [first, second, foreign] = [key(), key(), key()];
    const pair: SigningSecret = { ...key(), algorithm: 'ed25519' };
    const shown = ({ secret }: SigningSecret): string => `whsec_${Buffer.from(secret).toString('base64')}`;
    const headers = signedHeaders({ id: 'e-1', at: now, body }, [pair, first, second]);
    const cases: [name: string, headers: object, body: string, secret: string, seconds: number][] = [
      ['by the old key', headers, body, shown(first), 0],
      ['by the new key', headers, body, shown(second), 0],
      ['at the end of the time', headers, body, shown(first), 300],
      ['too late', headers, body, shown(first), 301],
      ['too early', headers, body, shown(first), -301],
      ['by another key', headers, body, shown(foreign), 0],
      ['with another body', headers, `${body} `, shown(first), 0],
      ['with another id', { ...headers, 'webhook-id': 'e-2' }, body, shown(first), 0],
      ['without a signature', { ...headers, 'webhook-signature': '' }, body, shown(first), 0],
      ['without a time', { ...headers, 'webhook-timestamp': 'now' }, body, shown(first), 0],
    ];
    const file = join(home.path, 'verify.mjs');
    const asked = cases.map(([, ...rest]) => rest.with(3, Number(now) / 1_000 + rest[3]));
    writeFileSync(
      file,
      `${code!}\nconsole.log(JSON.stringify(${JSON.stringify(asked)}.map((each) => isGenuine(...each))));\n`,
    );
    const said = JSON.parse(execFileSync(process.execPath, [file], { encoding: 'utf8' })) as boolean[];
    expect(said.map((genuine, index) => (genuine ? cases[index]![0] : []))).toEqual([
      ...['by the old key', 'by the new key', 'at the end of the time'],
      ...Array<never[]>(7).fill([]),
    ]);
  });
});
