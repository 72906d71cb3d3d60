/** The parts that were given: one that was not is left out, and never `undefined`. */
export function given<T extends object>(parts: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const kept: { [K in keyof T]?: Exclude<T[K], undefined> } = {};
  for (const name in parts)
    if (parts[name] !== undefined) kept[name] = parts[name] as Exclude<(typeof parts)[typeof name], undefined>;
  return kept;
}
