import { mkdirSync } from 'node:fs';
import { issueKeys, type ServerProcess, startServerProcess } from '../../support/server-process.js';

export const TEAMS = ['north', 'south', 'west'];

/** A server on a data directory, and whoever may do everything with it. */
export interface Served extends AsyncDisposable {
  server: ServerProcess;
  headers: Record<'admin' | 'auditor' | 'supervisor', Record<string, string>>;
  post: (path: string, body: object, as?: 'admin' | 'supervisor') => Promise<void>;
}

/** Starts the shipped server, with what `npm start` gives it and the log that it has by default. */
export async function serve(data: string, { node = [] }: { node?: readonly string[] } = {}): Promise<Served> {
  mkdirSync(data, { recursive: true });
  const keys = await issueKeys(data, TEAMS);
  const headersOf = (key: string) => ({ authorization: `Bearer ${key}`, 'content-type': 'application/json' });
  const headers = {
    admin: headersOf(keys.admin),
    auditor: headersOf(keys.auditor),
    supervisor: headersOf(keys.supervisor),
  };
  const server = await startServerProcess({ data, node, environment: { KEPT_LOG: 'info' } });
  const post: Served['post'] = async (path, body, as = 'supervisor') => {
    const { status } = await fetch(`${server.address}${path}`, {
      method: 'POST',
      headers: headers[as],
      body: JSON.stringify(body),
    });
    if (status !== 201) throw new Error(`${path} was answered ${status}`);
  };
  const stop = async (): Promise<void> => {
    server.signal('SIGTERM');
    await server.ended;
  };
  return { server, headers, post, [Symbol.asyncDispose]: stop };
}
