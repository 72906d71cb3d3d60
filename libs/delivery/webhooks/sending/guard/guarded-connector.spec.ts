import { describe, expect, it } from '@jest/globals';
import { Socket } from 'node:net';
import { type buildConnector } from 'undici';
import { AllowList } from './allow-list.js';
import { guardedConnector } from './guarded-connector.js';
import { systemResolver } from './resolver.js';

/** A world in which names have these addresses, one answer after the other, and nothing is ever connected to. */
function world(answers: Record<string, string[][]>, allow = '', refusing: readonly string[] = []) {
  const opened: buildConnector.Options[] = [];
  const connect = guardedConnector({
    allow: new AllowList(allow),
    resolve: (host) => {
      const left = answers[host]!;
      return Promise.resolve((left.length > 1 ? left.shift() : left[0])!);
    },
    open: (options, callback) => {
      opened.push(options);
      if (refusing.includes(options.hostname)) callback(new Error(`${options.hostname} refused`), null);
      else callback(null, new Socket());
    },
  });
  const connecting = (hostname: string): Promise<string> =>
    new Promise((resolve) => {
      connect({ hostname, protocol: 'https:', port: '443' }, (...[error]) => resolve(error?.message ?? 'connected'));
    });
  return { opened, connecting };
}

const FORBIDDEN = /has an address that is not public/;

describe('a connection', () => {
  it('goes to the very address that was looked at, and the certificate is held against the name', async () => {
    const { opened, connecting } = world({ 'hooks.example.com': [['93.184.216.34']] });
    expect(await connecting('hooks.example.com')).toBe('connected');
    expect(opened).toMatchObject([{ hostname: '93.184.216.34', servername: 'hooks.example.com' }]);
  });

  it.each([
    [['10.0.0.1']],
    [['93.184.216.34', '10.0.0.1']],
    [['127.0.0.1', '93.184.216.34']],
    [['::ffff:169.254.169.254']],
    [['64:ff9b::a00:1']],
    [['2002:7f00:1::']],
    [['not an address']],
    [[]],
  ])('is not opened where the name has the addresses %j', async (addresses) => {
    const { opened, connecting } = world({ 'evil.example.com': [addresses] });
    expect(await connecting('evil.example.com')).toMatch(FORBIDDEN);
    expect(opened).toEqual([]);
  });

  it('is not opened to a literal that got past everybody else', async () => {
    const { opened, connecting } = world({});
    for (const host of ['127.0.0.1', '[::1]', '::1', '[::ffff:7f00:1]', '169.254.169.254'])
      expect(await connecting(host)).toMatch(FORBIDDEN);
    expect(opened).toEqual([]);
  });

  it('asks again each time, so a name that is bound to another address meanwhile is caught', async () => {
    const { opened, connecting } = world({ 'rebinding.example.com': [['93.184.216.34'], ['127.0.0.1']] });
    expect(await connecting('rebinding.example.com')).toBe('connected');
    expect(await connecting('rebinding.example.com')).toMatch(FORBIDDEN);
    expect(opened).toHaveLength(1);
  });

  it('tries the next address where one refuses, and says what the last one said', async () => {
    const answers = { 'two.example.com': [['93.184.216.34', '2606:4700::1111']] };
    const one = world(answers, '', ['93.184.216.34']);
    expect(await one.connecting('two.example.com')).toBe('connected');
    expect(one.opened.map(({ hostname }) => hostname)).toEqual(['93.184.216.34', '2606:4700::1111']);
    const none = world(answers, '', ['93.184.216.34', '2606:4700::1111']);
    expect(await none.connecting('two.example.com')).toBe('2606:4700::1111 refused');
  });

  it('is opened to what the configuration allows, by name or by address, and to nothing beside it', async () => {
    const answers = {
      'crm.internal': [['10.9.9.9']],
      'a.example.com': [['10.1.2.3']],
      'b.example.com': [['10.2.2.3']],
    };
    const { opened, connecting } = world(answers, 'crm.internal, 10.1.0.0/16');
    expect(await connecting('crm.internal')).toBe('connected');
    expect(await connecting('a.example.com')).toBe('connected');
    expect(await connecting('b.example.com')).toMatch(FORBIDDEN);
    expect(opened.map(({ hostname }) => hostname)).toEqual(['10.9.9.9', '10.1.2.3']);
  });

  it('says nothing of the address behind a name', async () => {
    const { connecting } = world({ 'evil.example.com': [['10.11.12.13']] });
    expect(await connecting('evil.example.com')).not.toContain('10.11.12.13');
  });
});

describe('questions to the name server', () => {
  it('are few at a time, and the same one is asked once', async () => {
    const asked: string[] = [];
    const answers: (() => void)[] = [];
    const resolve = systemResolver(2, (host) => {
      asked.push(host);
      return new Promise((answer) => answers.push(() => answer([host])));
    });
    const all = Promise.all(['a', 'a', 'b', 'c', 'd'].map(resolve));
    expect(asked).toEqual(['a', 'b']);
    for (let n = 0; n < 4; n += 1) {
      answers[n]!();
      await new Promise(setImmediate);
      expect(asked.length).toBe(Math.min(4, n + 3));
    }
    expect(await all).toEqual([['a'], ['a'], ['b'], ['c'], ['d']]);
  });

  it('that fail make room for the next', async () => {
    const resolve = systemResolver(1, (host) =>
      host === 'bad' ? Promise.reject(new Error(host)) : Promise.resolve([host]),
    );
    const outcomes = await Promise.allSettled(['bad', 'good', 'bad'].map(resolve));
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'rejected']);
    expect(await resolve('good')).toEqual(['good']);
  });
});
