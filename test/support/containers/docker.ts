import { existsSync } from 'node:fs';
import { request } from 'node:http';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Milliseconds that an engine on this machine has for a word. */
const PATIENCE = 2_000;

/**
 * Why no containers can be started here; `undefined` where they can. Nothing is loaded for it, and nobody waits where
 * there is no engine.
 */
export async function dockerMissing(environment: NodeJS.ProcessEnv = process.env): Promise<string | undefined> {
  const { DOCKER_HOST: host } = environment;
  const socket = host ? socketIn(host) : socketsOf(environment).find((path) => existsSync(path));
  if (socket === undefined && !host) return 'Docker is not here: there is no socket of it, and DOCKER_HOST is not set';
  const { protocol, hostname, port } = new URL(host ?? 'unix://');
  // An engine behind TLS or SSH is for whoever set it up: it is taken at its word.
  if (!socket && protocol !== 'tcp:' && protocol !== 'http:') return undefined;
  const answer = await ping(socket ? { socketPath: socket } : { host: hostname, port: Number(port || 2375) });
  return answer === undefined ? undefined : `Docker does not answer at ${socket ?? host!}: ${answer}`;
}

const socketIn = (host: string): string | undefined =>
  host.startsWith('unix://') ? host.slice('unix://'.length) : undefined;

const socketsOf = ({ XDG_RUNTIME_DIR: runtime }: NodeJS.ProcessEnv): string[] => [
  '/var/run/docker.sock',
  ...(runtime ? [join(runtime, 'docker.sock')] : []),
  join(homedir(), '.docker/run/docker.sock'),
];

/** @returns what went wrong */
function ping(where: { socketPath: string } | { host: string; port: number }): Promise<string | undefined> {
  return new Promise((resolve) => {
    const asked = request({ ...where, path: '/_ping', timeout: PATIENCE }, (answer) => {
      answer.resume();
      resolve(answer.statusCode === 200 ? undefined : `status ${answer.statusCode ?? 0}`);
    });
    asked.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    asked.once('timeout', () => {
      resolve('in time');
      asked.destroy();
    });
    asked.end();
  });
}
