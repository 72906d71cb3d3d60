import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../support/kept.js';
import { keyFor } from '../support/keys.js';
import { startTestServer } from '../support/server.js';

interface Told {
  type: string;
  cursor: string;
  subject: string;
}

const page = readFileSync(join(root, 'docs/how-to/subscribe.md'), 'utf8');
/** The addresses that the page's commands ask, without the server's. */
const asked = [...page.matchAll(/^curl .*"\$KEPT(.*)"$/gmu)].map(([, path]) => path!);

const promise = (commitment: string) => ({
  ...{ commitment, customer: 'huadong', team: 'north', owner: 'li', kind: 'repair', clarity: 'explicit' },
  ...{ source: 'company', contactMode: 'face-to-face' },
  promised: { due: new Date(Date.now() + 300).toISOString(), timeZone: 'Asia/Shanghai' },
});

describe('docs/how-to/subscribe.md', () => {
  it('has commands that tell of breaches: page by page, waiting for more, and as a stream', async () => {
    await using server = await startTestServer();
    await server.post('/v1/teams', { team: 'north', name: 'North', timeZone: 'Asia/Shanghai' });
    await server.post('/v1/customers', { customer: 'huadong' });
    const { text } = await keyFor(server.running, 'integration', { teams: ['north'] });
    const ask = async (path: string, signal?: AbortSignal): Promise<Response> => {
      const answer = await fetch(`${server.address}${path}`, {
        headers: { authorization: `Bearer ${text}` },
        ...(signal && { signal }),
      });
      expect([path, answer.status]).toEqual([path, 200]);
      return answer;
    };
    const told = async (path: string): Promise<Told[]> => (await (await ask(path)).json()) as Told[];
    const [first, later, stream, ...others] = asked as [string, string, string];
    expect(others).toEqual([]);

    const empty = await ask(first);
    expect(await empty.json()).toEqual([]);
    const next = /<(.*)>; rel="next"/u.exec(empty.headers.get('link')!)![1]!;
    const stop = new AbortController();
    const following = (await ask(stream, stop.signal))
      .body!.pipeThrough(new TextDecoderStream())
      [Symbol.asyncIterator]();
    const waiting = told(`${next}&timeout=PT30S`);
    await server.post('/v1/commitments', promise('visit-1'));
    const [breach] = await waiting;
    expect(breach).toMatchObject({ type: 'kept.BreachDeclared', subject: 'commitment-visit-1' });
    let heard = '';
    while (!/^data: .*\n\n/mu.test(heard)) heard += (await following.next()).value ?? '';
    expect(heard).toContain(`id: ${breach!.cursor}\nevent: ${breach!.type}\ndata: {`);
    stop.abort();

    const more = told(later.replace('$CURSOR', breach!.cursor));
    await server.post('/v1/commitments', promise('visit-2'));
    expect((await more).map(({ subject }) => subject)).toEqual(['commitment-visit-2']);
    expect((await told(first)).map(({ subject }) => subject)).toEqual(['commitment-visit-1', 'commitment-visit-2']);
  });
});
