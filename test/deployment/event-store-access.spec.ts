import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { EventStoreDBDouble } from '../../libs/event-store/eventstoredb/double/index.js';
import { root, temporaryDirectory } from '../support/kept.js';

const run = promisify(execFile);

/** The part of the server that users are made at: as it answers before it is ready, and then. */
const users = createServer((request, response) => {
  void statusFor(request).then((status) => response.writeHead(status).end());
});
let busy = 2;
const known = new Set<string>();
const asked: unknown[] = [];

async function statusFor(request: IncomingMessage): Promise<number> {
  const body = request.method === 'POST' ? await json(request) : undefined;
  const { url = '', method, headers } = request;
  const given = Buffer.from(headers.authorization?.slice('Basic '.length) ?? '', 'base64').toString();
  if (given !== 'admin:top s3cret') return 401;
  if (busy-- > 0) return 503;
  if (method === 'GET') return known.has(url) ? 200 : 404;
  asked.push({ url, body });
  if (url === '/users/') known.add(`/users/${(body as { loginName: string }).loginName}`);
  return 200;
}

describe('the user of Kept in EventStoreDB', () => {
  const home = temporaryDirectory('access');
  const double = new EventStoreDBDouble();
  beforeAll(async () => {
    await double.start();
    await once(users.listen(0, '127.0.0.1'), 'listening');
  });
  afterAll(() => {
    double.stop();
    users.close();
    home.remove();
  });

  async function grant(password: string): Promise<string> {
    const [address, admin] = [join(home.path, 'address'), join(home.path, 'admin')];
    writeFileSync(address, `${double.connectionString.replace('//', `//kept:${password}@`)}\n`);
    writeFileSync(admin, 'top s3cret\n');
    const { stdout, stderr } = await run(process.execPath, [join(root, 'deployment/event-store-access.js')], {
      env: {
        KEPT_EVENT_STORE_FILE: address,
        EVENT_STORE_ADMIN_PASSWORD_FILE: admin,
        EVENT_STORE_HTTP: `http://127.0.0.1:${(users.address() as AddressInfo).port}`,
      },
    });
    return stdout + stderr;
  }

  const written = (): unknown[] =>
    double.database.log.map(({ stream, type, data }) => ({
      stream,
      type,
      ...(JSON.parse(Buffer.from(data).toString()) as object),
    }));

  it('is made as soon as the server is ready, and may append and read, and nothing else', async () => {
    expect(await grant('p%2Fw')).not.toMatch(/p%2Fw|p\/w|s3cret/);
    expect(asked).toEqual([
      { url: '/users/', body: { loginName: 'kept', fullName: 'Kept', groups: [], password: 'p/w' } },
    ]);
    const admins = { $r: '$admins', $w: '$admins', $d: '$admins', $mr: '$admins', $mw: '$admins' };
    expect(written()).toEqual([
      {
        ...{ stream: '$settings', type: 'update-default-acl', $systemStreamAcl: admins },
        $userStreamAcl: { ...admins, $r: 'kept', $w: 'kept', $mr: 'kept' },
      },
      { stream: '$$$all', type: '$metadata', $acl: { $r: ['$admins', 'kept'] } },
    ]);
  });

  it('gets another password when it is asked for again, and nothing is written twice', async () => {
    const before = written();
    await grant('new');
    expect(asked.at(-1)).toEqual({ url: '/users/kept/command/reset-password', body: { newPassword: 'new' } });
    expect(written()).toEqual(before);
  });
});
