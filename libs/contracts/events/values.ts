import {
  ANSWERS,
  CLARITIES,
  CONTACT_MODES,
  DIMENSIONS,
  type Duration,
  formatDuration,
  formatInstant,
  GRANTS,
  type Instant,
  instant,
  NEEDS,
  OBLIGATIONS,
  PARTIES,
  parseDuration,
  parseInstant,
  PURPOSES,
  Refusal,
  ROLES,
  SOURCES,
  timeZone,
  WARNINGS,
} from '#kept/domain';
import { z } from 'zod';

/** What is written for each kind of value: instants and durations as ISO 8601 text, words as they are. */

type Context = Parameters<Parameters<z.ZodString['transform']>[0]>[1];

/** A refusal of the domain becomes an issue of the schema: same code, the place added. */
function or<T>(context: Pick<Context, 'issues' | 'value'>, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    context.issues.push({ code: 'custom', message: error.message, input: context.value });
    return z.NEVER;
  }
}

const CANONICAL_INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** The form we write ourselves is read by the engine, ten times faster; anything else is looked at closely. */
function readInstant(text: string): Instant {
  return CANONICAL_INSTANT.test(text) ? instant(Date.parse(text)) : parseInstant(text);
}

/**
 * A part that may be absent, and is never `undefined`. Zod's own `exactOptional` says so too, and takes three times as
 * long to write an event: it runs the part's schema on what is not there. `optional` looks first.
 */
export function maybe<T extends z.ZodType>(schema: T): z.ZodExactOptional<T> {
  return schema.optional() as unknown as z.ZodExactOptional<T>;
}

/** Checked before writing: an absent optional part reaches its codec too, and must fail there quietly. */
const isNumber = (value: unknown): boolean => typeof value === 'number';

export const Moment = z.codec(z.string(), z.custom<Instant>(isNumber), {
  decode: (text, context) => or(context, () => readInstant(text)),
  encode: (at) => formatInstant(at),
});

export const Span = z.codec(z.string(), z.custom<Duration>(isNumber), {
  decode: (text, context) => or(context, () => parseDuration(text)),
  encode: (length) => formatDuration(length),
});

export const Zone = z.codec(z.string(), z.custom<ReturnType<typeof timeZone>>(), {
  decode: (text, context) => or(context, () => timeZone(text)),
  encode: (zone) => zone,
});

export const Name = z.string().min(1);
export const Text = z.string();

export const Window = z.strictObject({ from: maybe(Moment), due: Moment, timeZone: Zone });

export const Level = z.strictObject({ desired: maybe(z.number()), adequate: maybe(z.number()) });
export const Levels = z.strictObject({
  quality: maybe(Level),
  price: maybe(Level),
  communication: maybe(Level),
});
export const ActualLevels = z.strictObject({
  quality: maybe(z.number()),
  price: maybe(z.number()),
  communication: maybe(z.number()),
});

const rules = {
  grace: maybe(Span),
  warnBefore: maybe(Span),
  advanceNoticeLead: maybe(Span),
  tellWithin: maybe(Span),
  minimumNotice: maybe(Span),
  followUpWithin: maybe(Span),
  followUpAttempts: maybe(z.int()),
  answerWithin: maybe(Span),
};

export const Terms = z.strictObject({ policy: Name, calendar: maybe(Name), tolerance: Span, ...rules });
export const PolicyRules = z.strictObject({
  tolerance: maybe(Span),
  recoveryFactor: maybe(z.number()),
  ...rules,
});

const OpenHours = z.array(z.strictObject({ opens: z.string(), closes: z.string() }));
export const CalendarEdition = z.strictObject({
  timeZone: z.string(),
  weekly: z.strictObject({
    mon: maybe(OpenHours),
    tue: maybe(OpenHours),
    wed: maybe(OpenHours),
    thu: maybe(OpenHours),
    fri: maybe(OpenHours),
    sat: maybe(OpenHours),
    sun: maybe(OpenHours),
  }),
  special: z.record(z.string(), OpenHours),
  validFrom: z.string(),
  validTo: z.string(),
  source: z.string(),
});

export const Obligation = z.strictObject({ kind: z.enum(OBLIGATIONS), entry: Name });
export const Note = maybe(z.strictObject({ note: Text }));

export const Dimension = z.enum(DIMENSIONS);
export const Clarity = z.enum(CLARITIES);
export const Source = z.enum(SOURCES);
export const ContactMode = z.enum(CONTACT_MODES);
export const Purpose = z.enum(PURPOSES);
export const Answer = z.enum(ANSWERS);
export const Party = z.enum(PARTIES);
export const Need = z.enum(NEEDS);
export const Warnings = z.array(z.enum(WARNINGS));

export const Role = z.enum(ROLES);
export const Teams = z.union([z.literal('all'), z.array(Name)]);
export const Grants = z.array(z.enum(GRANTS));
