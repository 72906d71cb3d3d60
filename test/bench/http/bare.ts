import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** The bare route, in a process of its own, with our pipe or with Nest’s. */
export async function startBare(pipe: 'ours' | 'nest'): Promise<AsyncDisposable & { address: string; pid: number }> {
  const child = fork(fileURLToPath(new URL('bare-server.js', import.meta.url)), [pipe], { execArgv: [] });
  const [{ address }] = (await once(child, 'message')) as [{ address: string }];
  const stop = async (): Promise<void> => {
    const ended = once(child, 'exit');
    child.disconnect();
    await ended;
  };
  return { address, pid: child.pid!, [Symbol.asyncDispose]: stop };
}
