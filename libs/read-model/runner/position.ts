import { type Position } from '#kept/event-store';

/**
 * A position as SQL keeps it: an integer that JavaScript can hold exactly. Both stores stay far below: one counts events,
 * the other bytes, and nine petabytes of log are not expected.
 */
export function positionNumber(position: Position): number {
  const number = Number(position);
  if (!Number.isSafeInteger(number)) throw new RangeError(`position ${String(position)} is beyond what can be kept`);
  return number;
}

export function positionOf(number: number): Position {
  return BigInt(number) as Position;
}
