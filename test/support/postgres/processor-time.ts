import { readdir, readFile } from 'node:fs/promises';

/** What Linux counts processor time in. */
const MILLISECONDS_A_TICK = 10;

/** Of a process and its children, dead or alive, in milliseconds; `undefined` where there is no `/proc`. */
export async function processorTimeOf(parent: number): Promise<number | undefined> {
  if (process.platform !== 'linux') return undefined;
  let ticks = 0;
  for (const name of await readdir('/proc')) {
    const fields = /^\d+$/.test(name) ? await fieldsOf(name) : undefined;
    if (!fields) continue;
    // After the name in brackets: the state, the parent, and from the twelfth on the times, own and of the dead.
    if (Number(name) === parent) for (const field of fields.slice(11, 15)) ticks += Number(field);
    else if (Number(fields[1]) === parent) for (const field of fields.slice(11, 13)) ticks += Number(field);
  }
  return ticks * MILLISECONDS_A_TICK;
}

async function fieldsOf(pid: string): Promise<string[] | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
}
