import { type Condition, type Test } from '../mapping/parts.js';
import { type Reader, type Scope } from './scope.js';
import { isBlank } from './values.js';

/** Whether a row meets a condition: all its columns pass. No condition is met by every row. */
export function condition(spec: Condition | undefined, scope: Scope): Reader<boolean> {
  const tests = Object.entries(spec ?? {}).map(([column, test]) => {
    const raw = scope.raw(column, undefined);
    const passes = compiled(test);
    return (row: Parameters<typeof raw>[0]) => passes(raw(row));
  });
  return (row) => tests.every((passes) => passes(row));
}

function compiled(test: Test): (value: string) => boolean {
  if (typeof test === 'string') return (value) => value === test;
  if (Array.isArray(test)) return oneOf(test);
  if ('blank' in test) return (value) => isBlank(value) === test.blank;
  const excluded = oneOf(typeof test.not === 'string' ? [test.not] : test.not);
  return (value) => !excluded(value);
}

function oneOf(values: readonly string[]): (value: string) => boolean {
  const known = new Set(values);
  return (value) => known.has(value);
}
