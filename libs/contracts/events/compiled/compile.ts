import { type z } from 'zod';
import { byZod, definitionOf, type Direction, FAILED, type Pass } from './pass.js';
import { passOfBoolean, passOfCustom, passOfEnum, passOfNumber, passOfString } from './scalars.js';

/**
 * Walks a schema once and makes of it what takes values through: the same values as Zod's, at a fraction of its price.
 * It never says what is wrong with one; it only fails, and Zod, which stays the reference, is asked again.
 */
export function compiled(schema: z.core.$ZodType, direction: Direction): Pass {
  return known(schema as z.core.$ZodTypes, direction) ?? byZod(schema, direction);
}

function known(schema: z.core.$ZodTypes, direction: Direction): Pass | undefined {
  const { def } = schema._zod;
  switch (def.type) {
    case 'string':
      return passOfString(def);
    case 'number':
      return passOfNumber(schema as z.core.$ZodNumber);
    case 'boolean':
      return passOfBoolean;
    case 'enum':
      return passOfEnum(def);
    case 'custom':
      return passOfCustom(def);
    case 'optional':
      // Whoever holds the part knows whether it is there.
      return compiled(def.innerType, direction);
    case 'array':
      return def.checks?.length ? undefined : passOfArray(compiled(def.element, direction));
    case 'object':
      return passOfObject(def, direction);
    case 'union':
      return def.inclusive === false
        ? undefined
        : passOfUnion(def.options.map((option) => compiled(option, direction)));
    case 'pipe':
      return passOfCodec(def, direction);
    default:
      return undefined;
  }
}

function passOfArray(element: Pass): Pass {
  return (value) => {
    if (!Array.isArray(value)) return FAILED;
    const passed: unknown[] = [];
    for (let i = 0; i < value.length; i += 1) {
      const one = element(value[i]);
      if (one === FAILED) return FAILED;
      passed.push(one);
    }
    return passed;
  };
}

/** The first of several that takes the value; their order is that of how common they are. */
function passOfUnion(options: readonly Pass[]): Pass {
  return (value) => {
    for (const option of options) {
      const passed = option(value);
      if (passed !== FAILED) return passed;
    }
    return FAILED;
  };
}

/** A strict object: its parts in the schema's order, and nothing else. */
function passOfObject({ shape, catchall, checks }: z.core.$ZodObjectDef, direction: Direction): Pass | undefined {
  if (!catchall || definitionOf(catchall).type !== 'never' || checks?.length) return undefined;
  const keys = Object.keys(shape);
  const parts = Object.values(shape).map((part) => compiled(part, direction));
  const mayBeAbsent = Object.values(shape).map((part) => definitionOf(part).type === 'optional');
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return FAILED;
    const passed: Record<string, unknown> = {};
    let found = 0;
    for (let i = 0; i < keys.length; i += 1) {
      const key = keys[i]!;
      const part = (value as Record<string, unknown>)[key];
      if (part === undefined) {
        if (mayBeAbsent[i]) continue;
        return FAILED;
      }
      const one = parts[i]!(part);
      if (one === FAILED) return FAILED;
      passed[key] = one;
      found += 1;
    }
    // Counting is cheaper than looking for strangers. A part that is there and undefined is left to Zod too.
    return Object.keys(value).length === found ? passed : FAILED;
  };
}

/** A codec: in by its one side, through its function, and out by the other. */
function passOfCodec(def: z.core.$ZodPipeDef, direction: Direction): Pass | undefined {
  const [first, last] = direction === 'decode' ? [def.in, def.out] : [def.out, def.in];
  const change = direction === 'decode' ? def.transform : def.reverseTransform;
  if (!change) return undefined;
  const [enter, leave] = [compiled(first, direction), compiled(last, direction)];
  const payload: z.core.ParsePayload = { value: undefined, issues: [] };
  return (value) => {
    const entered = enter(value);
    if (entered === FAILED) return FAILED;
    payload.value = entered;
    const changed: unknown = change(entered, payload);
    if (payload.issues.length === 0) return leave(changed);
    payload.issues = [];
    return FAILED;
  };
}
