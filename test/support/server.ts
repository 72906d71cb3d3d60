import { START } from '#kept/event-store';
import { type Config, configFrom } from '../../apps/server/config/config.js';
import { type RunningServer, type ServerSurroundings, startServer } from '../../apps/server/server.js';
import { type Role } from '#kept/domain';
import { type Holder, keyFor, KeysOfEveryRole } from './keys.js';
import { mustBeAsDescribed } from './description/check-answer.js';
import { temporaryDirectory } from './kept.js';

/** What a server answered, its body read. */
export interface Answer<Body = unknown> {
  status: number;
  headers: Headers;
  /** The JSON that was answered; a text where it was none. */
  body: Body;
}

export interface Asking {
  /** Sent as JSON; a string is sent as it is. */
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

/** Somebody who asks a server: in a role, with a key of their own. */
export interface Client {
  send<Body = unknown>(method: string, path: string, asking?: Asking): Promise<Answer<Body>>;
  get<Body = unknown>(path: string, headers?: Record<string, string>): Promise<Answer<Body>>;
  post<Body = unknown>(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer<Body>>;
}

/** A whole server in this process, on a directory of its own: a caller with every right unless asked for another. */
export interface TestServer extends Client, AsyncDisposable {
  address: string;
  /** For what cannot be seen from outside. */
  running: RunningServer;
  /** Somebody in a role, with a key of their own. */
  as(role: Role, holder?: Holder): Promise<Client>;
  /** What somebody with every right sends along, for requests that are put together by hand. */
  authorization(method: string, path: string): Promise<string>;
  /** Somebody who shows nothing. */
  stranger: Client;
  stop(): Promise<void>;
}

/**
 * Starts a server on a free port, and waits until questions can be answered. Settings that are not given are the
 * defaults, and nothing is logged.
 */
export async function startTestServer(
  settings: Partial<Config> = {},
  surroundings: ServerSurroundings = {},
): Promise<TestServer> {
  const home = temporaryDirectory('server');
  const config: Config = { ...configFrom({ KEPT_LOG: 'silent' }), data: home.path, port: 0, ...settings };
  const running = await startServer(config, surroundings);
  const { address } = running;
  await running.progress.whenReached(START, 20_000);
  const stop = async (): Promise<void> => {
    await running.stop();
    home.remove();
  };
  const everyRole = new KeysOfEveryRole(running);
  return {
    ...clientOf(address, (method, path, asking) => everyRole.headersFor(method, path, asking.body)),
    address,
    running,
    as: async (role, holder) => {
      const { text } = await keyFor(running, role, holder);
      return clientOf(address, { authorization: `Bearer ${text}` });
    },
    authorization: async (method, path) => (await everyRole.headersFor(method, path, {}))['authorization']!,
    stranger: clientOf(address),
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

/** The headers that somebody sends with everything, or finds for each request. */
type Always =
  Record<string, string> | ((method: string, path: string, asking: Asking) => Promise<Record<string, string>>);

/** Somebody who takes no answer that is not as the API description says. */
export function clientOf(address: string, always: Always = {}): Client {
  const send: Client['send'] = async (method, path, asking = {}) => {
    const { body, headers, signal } = asking;
    const own = typeof always === 'function' ? await always(method, path, asking) : always;
    const answer = await fetch(`${address}${path}`, {
      method,
      headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...own, ...headers },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      ...(signal && { signal }),
    });
    const { status, headers: answered } = answer;
    const text = await textOf(answer);
    mustBeAsDescribed({ method, path, status, header: (name) => answered.get(name), text });
    return { status, headers: answered, body: read(text) as never };
  };
  return {
    send,
    get: (path, headers = {}) => send('GET', path, { headers }),
    post: (path, body = {}, headers = {}) => send('POST', path, { body, headers }),
  };
}

/** A stream of events has no end: it is left as soon as it has begun. */
async function textOf(answer: Response): Promise<string> {
  if (!answer.headers.get('content-type')?.startsWith('text/event-stream')) return answer.text();
  await answer.body?.cancel();
  return '';
}

function read(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
