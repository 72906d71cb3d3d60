import { Keys } from '#kept/application';
import { instant, type Role, type Scope } from '#kept/domain';
import { openWorkspace, type Places } from '#kept/workspace';
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

export { freePort } from './free-port.js';

/** How a process ended: by itself with a code, or by a signal. */
export interface Ending {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** The built server, in a process of its own. */
export interface ServerProcess {
  address: string;
  pid: number;
  /** Resolves with how it ended. */
  ended: Promise<Ending>;
  signal(signal: NodeJS.Signals): void;
  /** What it has said on standard error. */
  said(): string;
}

export interface ServerProcessOptions {
  data: string;
  /** Default: a free one. */
  port?: number;
  environment?: Record<string, string>;
  /** Options of Node itself. With them it is not the bundle that runs: what is loaded first may change modules, and a bundle has its own. */
  node?: readonly string[];
}

/** Where something that was built lies, also for what is read from source, as tests are. */
export function built(path: string): string {
  const dist = import.meta.url.endsWith('.ts') ? '../../dist/' : '../../';
  return fileURLToPath(new URL(`${dist}${path}`, import.meta.url));
}

const { scripts } = createRequire(import.meta.url)('#package') as { scripts: { start: string } };

/** What `npm start` asks of Node. */
export const NODE_OF_A_SERVER = /exec node (.*) dist\//.exec(scripts.start)![1]!.split(' ');

/** Starts the server and waits until it listens. @throws if it ends before that */
export async function startServerProcess(options: ServerProcessOptions): Promise<ServerProcess> {
  const { data, port = 0, environment = {}, node = [] } = options;
  const program = built(node.length > 0 ? 'apps/server/main.js' : 'bundle/server.js');
  const child = spawn(process.execPath, [...NODE_OF_A_SERVER, ...node, program], {
    env: {
      PATH: process.env['PATH'] ?? '',
      KEPT_DATA: data,
      KEPT_PORT: String(port),
      KEPT_LOG: 'error',
      KEPT_RATE_LIMIT: '0',
      ...environment,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  const ended = new Promise<Ending>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
  const address = await listening(child, () => said);
  return {
    address,
    pid: child.pid!,
    ended,
    signal: (signal) => child.kill(signal),
    said: () => said,
  };
}

function listening(child: ChildProcess, said: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    child.stderr!.on('data', () => {
      const address = /listens on (http:\/\/\S+)/.exec(said())?.[1];
      if (address !== undefined) resolve(address);
    });
    child.once('exit', (code, signal) =>
      reject(new Error(`the server ended with ${String(code ?? signal)}: ${said()}`)),
    );
    child.once('error', reject);
  });
}

/**
 * Issues keys on a data directory that no server has open, as whoever owns the files may.
 * @param teams whom a supervisor acts for
 * @param places where they are not files in it
 */
export async function issueKeys(
  data: string,
  teams: readonly string[],
  places?: Places,
): Promise<Record<'admin' | 'auditor' | 'supervisor' | 'integration', string>> {
  const workspace = await openWorkspace(data, { create: true, ...(places && { places }) });
  try {
    const keys = new Keys(workspace.store);
    const now = instant(Date.now());
    // Others each time: nobody holds more than two keys, and a directory may be served often.
    const attempt = randomUUID().slice(0, 8);
    const issued = async (role: Role, of: Scope['teams']): Promise<string> => {
      const metadata = {
        commandId: randomUUID(),
        actor: { id: 'owner', role: 'admin' },
        occurredAt: now,
        recordedAt: now,
      };
      const { text } = await keys.issue({ principal: `the-${role}-${attempt}`, role, teams: of, grants: [] }, metadata);
      return text!;
    };
    return {
      admin: await issued('admin', 'all'),
      auditor: await issued('auditor', 'all'),
      supervisor: await issued('supervisor', teams),
      integration: await issued('integration', 'all'),
    };
  } finally {
    await workspace.close();
  }
}
