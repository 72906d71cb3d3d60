import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { type Ended, root } from './kept.js';

/** The server as its own process, as `npm start` runs it once it is built. */
export interface LaunchedServer extends AsyncDisposable {
  address: string;
  child: ChildProcess;
  /** What it has said by now. */
  said(): { stdout: string; stderr: string };
  /** Waits until it has said something on stderr. */
  saying(words: RegExp): Promise<RegExpExecArray>;
  ended: Promise<Ended>;
}

interface Launch {
  command?: readonly string[];
  environment?: Record<string, string>;
}

/** Starts it, and hears it to its end. */
export function launch(
  args: readonly string[],
  { command = [process.execPath, join(root, 'dist/bundle/server.js')], environment = {} }: Launch = {},
): Omit<LaunchedServer, 'address'> {
  const [program, ...before] = command as [string, ...string[]];
  const child = spawn(program, [...before, ...args], {
    cwd: root,
    env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', NO_COLOR: '1', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { stdout: '', stderr: '' };
  let wake = (): void => undefined;
  for (const name of ['stdout', 'stderr'] as const)
    child[name].setEncoding('utf8').on('data', (text: string) => {
      said[name] += text;
      wake();
    });
  let over = false;
  const ended = new Promise<Ended>((resolve, failed) => {
    child.once('error', failed);
    child.once('close', (code) => {
      over = true;
      wake();
      resolve({ code, ...said });
    });
  });
  const saying = async (words: RegExp): Promise<RegExpExecArray> => {
    for (;;) {
      const found = words.exec(said.stderr);
      if (found) return found;
      if (over) throw new Error(`it ended without saying ${String(words)}:\n${said.stderr}`);
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
  // Whatever became of the test, the process does not outlive it.
  const end = async (): Promise<void> => {
    if (!over) child.kill('SIGKILL');
    await ended;
  };
  return { child, said: () => said, ended, saying, [Symbol.asyncDispose]: end };
}

/** Starts it on a free port, and waits until it listens. */
export async function launchListening(args: readonly string[], how: Launch = {}): Promise<LaunchedServer> {
  const server = launch(['--port', '0', ...args], how);
  const [, address] = await server.saying(/listens on (http:\S+)/);
  return { ...server, address: address! };
}
