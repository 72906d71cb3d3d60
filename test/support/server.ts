import { START } from '#kept/event-store';
import { type Config, configFrom } from '../../apps/server/config/config.js';
import { type RunningServer, type ServerSurroundings, startServer } from '../../apps/server/server.js';
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
  /** Somebody in a role. */
  as(role: string, caller?: { principal?: string; teams?: readonly string[] }): Promise<Client>;
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
  await running.follower.whenReached(START, 20_000);
  const stop = async (): Promise<void> => {
    await running.stop();
    home.remove();
  };
  return {
    ...clientOf(address),
    address,
    running,
    as: () => Promise.resolve(clientOf(address)),
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

/** Somebody who sends these headers with everything. */
export function clientOf(address: string, always: Record<string, string> = {}): Client {
  const send: Client['send'] = async (method, path, { body, headers, signal } = {}) => {
    const answer = await fetch(`${address}${path}`, {
      method,
      headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...always, ...headers },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      ...(signal && { signal }),
    });
    return { status: answer.status, headers: answer.headers, body: read(await answer.text()) as never };
  };
  return {
    send,
    get: (path, headers = {}) => send('GET', path, { headers }),
    post: (path, body = {}, headers = {}) => send('POST', path, { body, headers }),
  };
}

function read(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
