import {
  ANSWERS,
  CLARITIES,
  CONTACT_MODES,
  DIMENSIONS,
  type Duration,
  formatDuration,
  formatInstant,
  type Instant,
  instant,
  NEEDS,
  OBLIGATIONS,
  PARTIES,
  parseDuration,
  parseInstant,
  PURPOSES,
  Refusal,
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

export const Moment = z.codec(z.string(), z.custom<Instant>(), {
  decode: (text, context) => or(context, () => readInstant(text)),
  encode: (at) => formatInstant(at),
});

export const Span = z.codec(z.string(), z.custom<Duration>(), {
  decode: (text, context) => or(context, () => parseDuration(text)),
  encode: (length) => formatDuration(length),
});

export const Zone = z.codec(z.string(), z.custom<ReturnType<typeof timeZone>>(), {
  decode: (text, context) => or(context, () => timeZone(text)),
  encode: (zone) => zone,
});

export const Name = z.string().min(1);
export const Text = z.string();

export const Window = z.strictObject({ from: Moment.exactOptional(), due: Moment, timeZone: Zone });

export const Level = z.strictObject({ desired: z.number().exactOptional(), adequate: z.number().exactOptional() });
export const Levels = z.strictObject({
  quality: Level.exactOptional(),
  price: Level.exactOptional(),
  communication: Level.exactOptional(),
});
export const ActualLevels = z.strictObject({
  quality: z.number().exactOptional(),
  price: z.number().exactOptional(),
  communication: z.number().exactOptional(),
});

const rules = {
  grace: Span.exactOptional(),
  warnBefore: Span.exactOptional(),
  advanceNoticeLead: Span.exactOptional(),
  tellWithin: Span.exactOptional(),
  minimumNotice: Span.exactOptional(),
  followUpWithin: Span.exactOptional(),
  followUpAttempts: z.int().exactOptional(),
  answerWithin: Span.exactOptional(),
};

export const Terms = z.strictObject({ policy: Name, calendar: Name.exactOptional(), tolerance: Span, ...rules });
export const PolicyRules = z.strictObject({
  tolerance: Span.exactOptional(),
  recoveryFactor: z.number().exactOptional(),
  ...rules,
});

const OpenHours = z.array(z.strictObject({ opens: z.string(), closes: z.string() }));
export const CalendarEdition = z.strictObject({
  timeZone: z.string(),
  weekly: z.strictObject({
    mon: OpenHours.exactOptional(),
    tue: OpenHours.exactOptional(),
    wed: OpenHours.exactOptional(),
    thu: OpenHours.exactOptional(),
    fri: OpenHours.exactOptional(),
    sat: OpenHours.exactOptional(),
    sun: OpenHours.exactOptional(),
  }),
  special: z.record(z.string(), OpenHours),
  validFrom: z.string(),
  validTo: z.string(),
  source: z.string(),
});

export const Obligation = z.strictObject({ kind: z.enum(OBLIGATIONS), entry: Name });
export const Note = z.strictObject({ note: Text }).exactOptional();

export const Dimension = z.enum(DIMENSIONS);
export const Clarity = z.enum(CLARITIES);
export const Source = z.enum(SOURCES);
export const ContactMode = z.enum(CONTACT_MODES);
export const Purpose = z.enum(PURPOSES);
export const Answer = z.enum(ANSWERS);
export const Party = z.enum(PARTIES);
export const Need = z.enum(NEEDS);
export const Warnings = z.array(z.enum(WARNINGS));
