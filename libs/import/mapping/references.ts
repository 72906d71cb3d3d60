import { type Mapping } from './mapping.js';

/**
 * What a schema cannot see: joins that lead to no input, to an input without a key, or round in a circle; inputs that
 * nothing comes of.
 * @returns a sentence for each problem
 */
export function checkReferences(mapping: Mapping): string[] {
  const problems: string[] = [];
  const asked = new Set<string>();
  for (const [name, input] of Object.entries(mapping.inputs)) {
    const found = new Set<string>();
    for (const [join, { input: partner, on }] of Object.entries(input.joins)) {
      for (const { join: before, place } of joinsNamedIn(on, `inputs.${name}.joins.${join}.on`))
        if (!found.has(before)) problems.push(`${place}: no join "${before}" stands before this one`);
      found.add(join);
      asked.add(partner);
      const place = `inputs.${name}.joins.${join}.input`;
      if (!Object.hasOwn(mapping.inputs, partner)) problems.push(`${place}: there is no input "${partner}"`);
      else if (!mapping.inputs[partner]!.key)
        problems.push(`${place}: the input "${partner}" has no "key" to be found by`);
    }
    for (const { join, place } of joinsNamedIn({ key: input.key, rules: input.rules }, `inputs.${name}`))
      if (!found.has(join)) problems.push(`${place}: the input "${name}" has no join "${join}"`);
  }
  for (const [name, { key, rules }] of Object.entries(mapping.inputs)) {
    if (rules.length === 0 && !key) problems.push(`inputs.${name}: expected "rules", or a "key" for joins`);
    rules.forEach((rule, index) => {
      if (rule.keep && !key)
        problems.push(`inputs.${name}.rules[${index}].keep: the input has no "key" to be found by`);
    });
    if (key && !asked.has(name)) problems.push(`inputs.${name}.key: no join asks for this input`);
  }
  if (problems.length === 0 && readingOrder(mapping) === undefined)
    problems.push('inputs: the joins go round in a circle, no input can be read first');
  return problems;
}

/** The inputs, each after those it joins; `undefined` where there is no such order. */
export function readingOrder({ inputs }: Mapping): string[] | undefined {
  const order: string[] = [];
  const waiting = new Set(Object.keys(inputs));
  while (waiting.size > 0) {
    const ready = [...waiting].filter((name) =>
      Object.values(inputs[name]!.joins).every(({ input }) => order.includes(input)),
    );
    if (ready.length === 0) return undefined;
    for (const name of ready) waiting.delete(name);
    order.push(...ready);
  }
  return order;
}

function* joinsNamedIn(part: unknown, place: string): Generator<{ join: string; place: string }> {
  if (typeof part !== 'object' || part === null) return;
  const { join, column } = part as { join?: unknown; column?: unknown };
  if (typeof join === 'string' && typeof column === 'string') yield { join, place: `${place}.join` };
  for (const [key, value] of Object.entries(part))
    if (key !== '$comment') yield* joinsNamedIn(value, Array.isArray(part) ? `${place}[${key}]` : `${place}.${key}`);
}
