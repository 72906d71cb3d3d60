import { nearestRankIndex } from '#kept/domain';
import Table from 'cli-table3';

/** One line of the printed table: what was measured, against what, and what it should come to. */
export interface Measured {
  what: string;
  result: string;
  /** What the result is compared with, measured in the same run; machines differ, ratios less. */
  reference?: string;
  ratio?: number;
  /** Absent where there is none, and the line only says what was seen. */
  goal?: string;
  met?: boolean;
}

export function printReport(title: string, lines: readonly Measured[]): void {
  const table = new Table({
    head: ['what', 'result', 'reference', 'ratio', 'goal', ''],
    style: { head: [], border: [] },
  });
  for (const { what, result, reference = '', ratio, goal = '', met } of lines) {
    const verdict = met === undefined ? '' : met ? 'met' : 'MISSED';
    table.push([what, result, reference, ratio === undefined ? '' : ratio.toFixed(2), goal, verdict]);
  }
  process.stdout.write(`\n${title}\n${table.toString()}\n`);
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** The nearest-rank percentile. */
export function percentile(values: readonly number[], percent: number): number {
  return [...values].sort((a, b) => a - b)[nearestRankIndex(values.length, percent)]!;
}

/** Milliseconds that the work took. */
export async function timed(work: () => unknown): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

export const perSecond = (count: number, milliseconds: number): number => (count * 1_000) / milliseconds;
export const thousands = (value: number): string => Math.round(value).toLocaleString('en');
