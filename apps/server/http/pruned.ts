/** Deeper than any field of any body lies. */
const DEEPEST = 16;

/**
 * The value without what lies deeper than any field. What is cut off could only have been refused; but those who look
 * at it go down by recursion, and a body that is all brackets would take them further than the stack goes.
 */
export function pruned(value: unknown, depth = DEEPEST): unknown {
  return reaches(value, depth) ? cut(value, depth) : value;
}

function reaches(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return depth === 0 || Object.values(value).some((part) => reaches(part, depth - 1));
}

function cut(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (depth === 0) return null;
  if (Array.isArray(value)) return value.map((part) => cut(part, depth - 1));
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, cut(part, depth - 1)]));
}
