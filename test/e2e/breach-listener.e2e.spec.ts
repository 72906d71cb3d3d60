import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { root } from '../support/kept.js';
import { keyFor } from '../support/keys.js';
import { freePort } from '../support/server-process.js';
import { startTestServer, type TestServer } from '../support/server.js';
import { onEveryShape } from '../support/shapes.js';

/** The example, in a process of its own. */
class Listener {
  static readonly all: Listener[] = [];
  readonly lines: string[] = [];
  #rest = '';
  #changed: () => void = () => undefined;

  private constructor(private readonly child: ChildProcess) {
    for (const stream of [child.stdout!, child.stderr!])
      stream.setEncoding('utf8').on('data', (text: string) => {
        const parts = (this.#rest + text).split('\n');
        this.#rest = parts.pop()!;
        this.lines.push(...parts);
        this.#changed();
      });
  }

  static async start(environment: Record<string, string>): Promise<Listener> {
    const child = spawn(process.execPath, [join(root, 'examples/breach-listener/listener.js')], {
      env: { PATH: process.env['PATH'] ?? '', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const listener = new Listener(child);
    Listener.all.push(listener);
    await listener.said('is listening');
    return listener;
  }

  /** Resolves when a line with that text is there. @throws where the listener ends without having said it */
  async said(text: string): Promise<void> {
    while (!this.lines.some((line) => line.includes(text))) {
      if (this.child.exitCode !== null) throw new Error(`the listener has ended: ${this.lines.join(' ')}`);
      await new Promise<void>((resolve) => {
        this.#changed = resolve;
        this.child.once('exit', resolve);
      });
    }
  }

  async end(signal: NodeJS.Signals): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill(signal);
    await ended;
  }
}

onEveryShape('the breach listener', (shape) => {
  let server: TestServer;
  let environment: Record<string, string>;
  beforeAll(async () => {
    const ledger = await shape.newLedger();
    server = await startTestServer({ deliveryAllow: '127.0.0.1', ...ledger.settings });
    const { text: KEPT_KEY } = await keyFor(server.running, 'integration', { teams: 'all' });
    environment = {
      ...{ KEPT_URL: server.address, KEPT_KEY, LISTENER_STATE: join(ledger.directory, 'listener') },
      LISTENER_PORT: String(await freePort()),
    };
    const admin = await keyFor(server.running, 'admin');
    await post(admin.text, '/v1/teams', { team: 'north', name: 'North', timeZone: 'Asia/Shanghai' });
    const agent = await keyFor(server.running, 'agent');
    await post(agent.text, '/v1/customers', { customer: 'huadong' });
  });
  afterEach(() => Promise.all(Listener.all.map((listener) => listener.end('SIGKILL'))));
  afterAll(() => server.stop());

  async function post(key: string, path: string, body: object): Promise<void> {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
    const answer = await fetch(`${server.address}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    expect([answer.status, answer.ok ? '' : await answer.text()]).toEqual([201, '']);
  }

  /** A promise that is broken at once, because nobody keeps it. */
  async function brokenPromise(commitment: string): Promise<void> {
    const { text } = await keyFor(server.running, 'agent');
    await post(text, '/v1/commitments', {
      ...{ commitment, customer: 'huadong', team: 'north', owner: 'li', kind: 'repair', clarity: 'explicit' },
      ...{ source: 'company', contactMode: 'face-to-face' },
      promised: { due: new Date(Date.now() + 300).toISOString(), timeZone: 'Asia/Shanghai' },
    });
  }

  it('prints breaches, each once, also when it was killed in between', async () => {
    const first = await Listener.start(environment);
    await brokenPromise('visit-1');
    await first.said('commitment-visit-1');
    expect(first.lines.at(-1)).toMatch(
      /^BREACH {2}keep {2}\S+Z {2}commitment-visit-1 {2}customer huadong {2}team north$/,
    );
    await first.end('SIGKILL');
    await brokenPromise('visit-2');
    const second = await Listener.start(environment);
    await second.said('commitment-visit-2');
    expect(second.lines[0]).toContain('1 deliveries seen before');
    expect(second.lines.filter((line) => line.startsWith('BREACH'))).toHaveLength(1);
    await second.end('SIGTERM');
  });

  it('believes nobody who has not the secret', async () => {
    const listener = await Listener.start(environment);
    const forged = await fetch(`http://127.0.0.1:${environment['LISTENER_PORT']!}/breaches`, {
      method: 'POST',
      headers: {
        ...{ 'webhook-id': 'x', 'webhook-timestamp': String(Math.floor(Date.now() / 1_000)) },
        'webhook-signature': `v1,${Buffer.alloc(32).toString('base64')}`,
      },
      body: '{"type":"kept.BreachDeclared","data":{}}',
    });
    expect(forged.status).toBe(401);
    await listener.end('SIGTERM');
    expect(listener.lines.filter((line) => line.startsWith('BREACH'))).toEqual([]);
  });
});
