import { type z } from 'zod';
import { FAILED, type Pass } from './pass.js';

type Check = z.core.$ZodCheck;

/** A check as a question; `undefined` where it is none of those that the schemas of events make. */
function question(check: Check): ((value: never) => boolean) | undefined {
  const { def } = (check as z.core.$ZodChecks)._zod;
  switch (def.check) {
    case 'min_length':
      return (value: string) => value.length >= def.minimum;
    case 'number_format':
      return def.format === 'safeint' ? (value: number) => Number.isSafeInteger(value) : undefined;
    case 'greater_than':
      return def.inclusive ? (value: number) => value >= Number(def.value) : undefined;
    case 'less_than':
      return def.inclusive ? (value: number) => value <= Number(def.value) : undefined;
    default:
      return undefined;
  }
}

/** @returns `undefined` where some check is not known */
function questions(checks: readonly Check[] = []): ((value: never) => boolean)[] | undefined {
  const asked = checks.map(question);
  return asked.every((one) => one !== undefined) ? asked : undefined;
}

export function passOfString({ format, coerce, checks }: z.core.$ZodStringDef & { format?: string }): Pass | undefined {
  const asked = format === undefined && !coerce ? questions(checks) : undefined;
  if (!asked) return undefined;
  return (value) => {
    if (typeof value !== 'string') return FAILED;
    for (const holds of asked) if (!holds(value as never)) return FAILED;
    return value;
  };
}

/** @param schema of a number; one of a format is a check of its own */
export function passOfNumber(schema: z.core.$ZodNumber): Pass | undefined {
  const { coerce, checks = [] } = schema._zod.def;
  const own = 'check' in schema._zod.def ? [schema as unknown as Check] : [];
  const asked = coerce ? undefined : questions([...own, ...checks]);
  if (!asked) return undefined;
  return (value) => {
    if (typeof value !== 'number' || !Number.isFinite(value)) return FAILED;
    for (const holds of asked) if (!holds(value as never)) return FAILED;
    return value;
  };
}

export const passOfBoolean: Pass = (value) => (typeof value === 'boolean' ? value : FAILED);

export function passOfEnum({ entries }: z.core.$ZodEnumDef): Pass {
  const words = new Set<unknown>(Object.values(entries));
  return (value) => (words.has(value) ? value : FAILED);
}

/** What is a codec's other side: any value that the codec's own function takes. */
export function passOfCustom({ fn, checks }: z.core.$ZodCustomDef): Pass | undefined {
  return checks?.length ? undefined : (value) => (fn(value) ? value : FAILED);
}
