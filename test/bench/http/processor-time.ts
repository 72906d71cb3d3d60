import { readFileSync } from 'node:fs';

/** Milliseconds of processor time. */
export interface ProcessorTime {
  /** Of the thread that answers. */
  main: number;
  /** Of all threads: the projector's, the collector's, and those that the library keeps. */
  all: number;
}

/** Clock ticks of `/proc` are hundredths of a second on every Linux that Node runs on. */
const TICK = 10;

/** What a process has used so far; `undefined` where there is no `/proc`. */
export function processorTime(pid: number): ProcessorTime | undefined {
  try {
    return { main: timeIn(`/proc/${pid}/task/${pid}/stat`), all: timeIn(`/proc/${pid}/stat`) };
  } catch {
    return undefined;
  }
}

/** Fields 14 and 15 of proc(5): user and system. The name before them may hold anything, in parentheses. */
function timeIn(file: string): number {
  const text = readFileSync(file, 'utf8');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK;
}
