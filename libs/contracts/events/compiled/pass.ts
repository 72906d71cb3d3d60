import { z } from 'zod';

/** Stands for “not so”: the value will not do, or is of a kind that Zod alone can judge. */
export const FAILED: unique symbol = Symbol('failed');

/** Takes a value from one side of a schema to the other; `FAILED` where Zod has to be asked. */
export type Pass = (value: unknown) => unknown;

/** Out of storage, or into it. */
export type Direction = 'decode' | 'encode';

/** What a schema says of itself. */
export type Definition = z.core.$ZodTypes['_zod']['def'];

/** The schema itself, for what is too rare to be worth more. */
export function byZod(schema: z.core.$ZodType, direction: Direction): Pass {
  const run = direction === 'decode' ? z.safeDecode : z.safeEncode;
  return (value) => {
    const result = run(schema as z.ZodType, value);
    return result.success ? result.data : FAILED;
  };
}

export const definitionOf = (schema: z.core.$ZodType): Definition => schema._zod.def as Definition;
