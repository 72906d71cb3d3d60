// Gives Kept a user in EventStoreDB that may do what a ledger needs and nothing else: append to streams, read them, and
// read the log of all. It may not delete a stream, nor say that its events expire. Run again, it changes nothing but the
// password, which then is the one in the address.
//
// KEPT_EVENT_STORE_FILE            a file with the address that Kept will use: esdb://kept:password@host:2113,…
// EVENT_STORE_ADMIN_PASSWORD_FILE  a file with the password of the user `admin`
// EVENT_STORE_HTTP                 where users are made; by default the first host of that address
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { setTimeout as wait } from 'node:timers/promises';

/** Milliseconds: a cluster that has just been started chooses a leader, and makes its own users first. */
const PATIENCE = 120_000;

const secret = (variable) => readFileSync(process.env[variable] ?? `${variable} is not set`, 'utf8').trim();
const address = secret('KEPT_EVENT_STORE_FILE');
const {
  scheme,
  user,
  password,
  hosts,
  options = '',
} = /^(?<scheme>esdb(?:\+discover)?):\/\/(?<user>[^:@/]+):(?<password>[^@/]+)@(?<hosts>[^/?]+)\/?(?<options>\?.*)?$/.exec(
  address,
)?.groups ?? {};
if (hosts === undefined) throw new Error('KEPT_EVENT_STORE_FILE holds no address with a user and a password');
const admin = { username: 'admin', password: secret('EVENT_STORE_ADMIN_PASSWORD_FILE') };
const login = decodeURIComponent(user);
const http =
  process.env.EVENT_STORE_HTTP ?? `${/tls=false/i.test(options) ? 'http' : 'https'}://${hosts.split(',')[0]}`;

const ADMINS = '$admins';
/** Who may do what where a stream says nothing else: ours are for Kept, the server's for its administrators. */
const SETTINGS = {
  $userStreamAcl: { $r: login, $w: login, $d: ADMINS, $mr: login, $mw: ADMINS },
  $systemStreamAcl: { $r: ADMINS, $w: ADMINS, $d: ADMINS, $mr: ADMINS, $mw: ADMINS },
};

async function ask(path, body) {
  const answer = await fetch(new URL(path, http), {
    method: body ? 'POST' : 'GET',
    headers: {
      authorization: `Basic ${Buffer.from(`${admin.username}:${admin.password}`).toString('base64')}`,
      'content-type': 'application/json',
      accept: 'application/json',
    },
    ...(body && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(10_000),
  });
  await answer.arrayBuffer();
  if (!answer.ok && answer.status !== 404) throw new Error(`${path} was answered ${answer.status}`);
  return answer.status;
}

async function makeUser() {
  const secretOfUser = decodeURIComponent(password);
  const path = `/users/${encodeURIComponent(login)}`;
  if ((await ask(path)) === 404)
    await ask('/users/', { loginName: login, fullName: 'Kept', groups: [], password: secretOfUser });
  else await ask(`${path}/command/reset-password`, { newPassword: secretOfUser });
}

async function lastOf(client, stream) {
  let last;
  try {
    const events = client.readStream(stream, { direction: 'backwards', fromRevision: 'end', maxCount: 1 });
    // To its end: the client does not let go of what is left early.
    for await (const { event } of events) last = event.data;
  } catch (error) {
    if (error.type !== 'stream-not-found') throw error;
  }
  return last;
}

async function write(client, stream, type, data) {
  if (isDeepStrictEqual(await lastOf(client, stream), data)) return;
  await client.appendToStream(stream, jsonEvent({ type, data }), { credentials: admin, deadline: 10_000 });
}

async function grant() {
  await makeUser();
  const client = EventStoreDBClient.connectionString(
    `${scheme}://${admin.username}:${encodeURIComponent(admin.password)}@${hosts}/${options}`,
  );
  try {
    await write(client, '$settings', 'update-default-acl', SETTINGS);
    await write(client, '$$$all', '$metadata', { $acl: { $r: [ADMINS, login] } });
  } finally {
    await client.dispose();
  }
}

const end = Date.now() + PATIENCE;
for (;;)
  try {
    await grant();
    process.stdout.write(`${login} may append and read at ${hosts}\n`);
    break;
  } catch (error) {
    if (Date.now() > end) throw error;
    process.stderr.write(`not yet: ${error.message}\n`);
    await wait(500);
  }
