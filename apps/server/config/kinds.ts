import { areSecretsKeys } from '#kept/application';
import { AllowList } from '#kept/delivery';
import { z } from 'zod';

/** What a variable must be, said so that whoever set it knows what to change. */
const must = (be: string) => ({ error: `it must be ${be}` });

/** A whole number. */
export function whole(least: number, most: number) {
  const range = must(`a whole number from ${least} to ${most}`);
  return z
    .string()
    .regex(/^\d{1,12}$/, range)
    .transform(Number)
    .refine((value) => value >= least && value <= most, range);
}

export const flag = z
  .enum(['true', 'false', '1', '0'], must('true or false'))
  .transform((word) => /^(true|1)$/.test(word));

export const words = <const Word extends string>(...known: Word[]) =>
  z.enum(known, must(`one of: ${known.join(', ')}`));

export const text = z.string();

/** Parts with commas between them. */
const parts = (all: string): string[] => all.split(',').flatMap((part) => part.trim() || []);

/** Words of any kind, with commas between them. */
export const list = z.string().transform(parts);

/** Web origins, as browsers send them. */
export const origins = z
  .string()
  .transform(parts)
  .refine((all) => all.every(isOrigin), must('origins with commas between them, https://console.example.com'));

export const httpUrl = z.string().refine(isHttpUrl, must('an address that begins with http:// or https://'));

/** `name=value` pairs, with commas between them. */
export const pairs = z
  .string()
  .transform((all) => parts(all).map((one) => one.split('=', 2).map((side) => side.trim())))
  .refine((all) => all.every((one) => one.length === 2 && one[0]), must('name=value pairs with commas between them'))
  .transform((all) => Object.fromEntries(all) as Record<string, string>);

/** Keys for what is sealed, as `openssl rand -base64 32` makes them. */
export const secretsKeys = z
  .string()
  .refine(areSecretsKeys, must('32 bytes in base64, or several of them with commas'));

/** Hosts, addresses and networks, with commas between them. */
export const targets = z.string().superRefine((all, context) => {
  try {
    new AllowList(all);
  } catch (error) {
    context.addIssue({ code: 'custom', message: (error as Error).message });
  }
});

function isHttpUrl(value: string): boolean {
  return URL.canParse(value) && /^https?:$/.test(new URL(value).protocol);
}

function isOrigin(value: string): boolean {
  return isHttpUrl(value) && new URL(value).origin === value;
}
