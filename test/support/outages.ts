import { expect } from '@jest/globals';
import { csvRows } from './real-data.js';

/** A rate of a circuit, as the command prints it. */
export interface CircuitRate {
  slice: Record<string, string | null>;
  basis: string;
  kept: number;
  denominator: number;
  undetermined: number;
  reschedules: number;
  commitments: number;
}

/** What others have counted of the circuits that something was promised on. */
export const circuitsOf = (isMeant: (circuit: string) => boolean = () => true): Record<string, string>[] =>
  csvRows('pge-outages/truth_by_circuit.csv.gz').filter(
    ({ circuit, promised }) => promised !== '0' && isMeant(circuit!),
  );

/** Rates by circuit, as first promised and as last agreed, are what others have counted: to the row. */
export function mustBeAsCounted(rates: readonly CircuitRate[], circuits: readonly Record<string, string>[]): void {
  const found = new Map(rates.map((rate) => [`${rate.slice['customer']!} ${rate.basis}`, rate]));
  expect(found.size).toBe(circuits.length * 2);
  for (const truth of circuits) {
    const circuit = truth['circuit'] === '' ? 'unknown' : truth['circuit']!;
    const [first, last] = ['first-promised', 'last-agreed'].map((basis) => found.get(`${circuit} as-${basis}`)!) as [
      CircuitRate,
      CircuitRate,
    ];
    const ours = {
      circuit,
      promised: first.commitments,
      kept_vs_first: first.kept,
      broken_vs_first: first.denominator - first.kept,
      cannot_tell_vs_first: first.undetermined,
      kept_vs_last: last.kept,
      broken_vs_last: last.denominator - last.kept,
      cannot_tell_vs_last: last.undetermined,
      reschedules: last.reschedules,
    };
    const theirs = Object.fromEntries(Object.keys(ours).map((key) => [key, Number(truth[key])]));
    expect(ours).toEqual({ ...theirs, circuit });
  }
}
