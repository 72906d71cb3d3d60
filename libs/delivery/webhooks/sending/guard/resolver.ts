import { lookup } from 'node:dns/promises';

/** Asks what addresses a name has, now. */
export type Resolve = (host: string) => Promise<readonly string[]>;

/**
 * As the machine resolves names: hosts file, search domains and all. Its questions occupy the threads that files are read
 * with, for seconds where a name server is silent, so few are asked at a time, and the same one only once.
 */
export function systemResolver(atOnce = 2, ask: Resolve = asking): Resolve {
  const waiting: (() => void)[] = [];
  const asked = new Map<string, Promise<readonly string[]>>();
  let running = 0;
  const run = async (host: string): Promise<readonly string[]> => {
    if (running >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await ask(host);
    } finally {
      asked.delete(host);
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
  return (host) => {
    const answer = asked.get(host) ?? run(host);
    asked.set(host, answer);
    return answer;
  };
}

const asking: Resolve = async (host) =>
  (await lookup(host, { all: true, verbatim: true })).map(({ address }) => address);
