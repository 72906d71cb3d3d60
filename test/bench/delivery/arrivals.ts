import { fork } from 'node:child_process';
import { once } from 'node:events';

/** The event, and when it came: milliseconds since the epoch, with fractions. */
export type Arrival = [event: string, at: number];

/** A receiver in a process of its own. */
export interface Receiver {
  address: string;
  /** How many have come so far. */
  count(): Promise<number>;
  /** What has come since it was last asked. */
  taken(): Promise<Arrival[]>;
  end(): void;
}

export async function startReceiver(): Promise<Receiver> {
  const child = fork(new URL('./receiver-child.js', import.meta.url), [], { serialization: 'advanced' });
  const [port] = (await once(child, 'message')) as [number];
  const asked = async <T>(onlyCount: boolean): Promise<T> => {
    child.send(onlyCount);
    const [answer] = (await once(child, 'message')) as [T];
    return answer;
  };
  return {
    address: `http://127.0.0.1:${port}`,
    count: () => asked(true),
    taken: () => asked(false),
    end: () => child.disconnect(),
  };
}

/** The same clock in every process of this machine. */
export const now = (): number => performance.timeOrigin + performance.now();
