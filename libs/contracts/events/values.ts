import {
  ANSWERS,
  CLARITIES,
  CONTACT_MODES,
  CONTENTS,
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

/** Texts that come again and again are read once. Bounded: what is imported may be anything. */
function remembering<T>(read: (text: string) => T, most = 10_000): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const seen = known.get(text);
    if (seen !== undefined) return seen;
    const value = read(text);
    if (known.size < most) known.set(text, value);
    return value;
  };
}

const CANONICAL_INSTANT = /^\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;
const beginningOf = remembering((day) => parseInstant(`${day}T00:00:00.000Z`));
const readElapsed = remembering((text) => parseDuration(text));

/** The form we write ourselves: its day is looked up, and the rest is arithmetic. Anything else is looked at closely. */
function readInstant(text: string): Instant {
  if (!CANONICAL_INSTANT.test(text)) return parseInstant(text);
  const seconds = (digits(text, 11) * 60 + digits(text, 14)) * 60 + digits(text, 17);
  return instant(beginningOf(text.slice(0, 10)) + seconds * 1_000 + digits(text, 20) * 10 + (digits(text, 21) % 10));
}

const ZERO = '0'.charCodeAt(0);

/** Two digits as a number. */
function digits(text: string, at: number): number {
  return (text.charCodeAt(at) - ZERO) * 10 + text.charCodeAt(at + 1) - ZERO;
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

export const Elapsed = z.codec(z.string(), z.custom<Duration>(isNumber), {
  decode: (text, context) => or(context, () => readElapsed(text)),
  encode: (length) => formatDuration(length),
});

/** A length of a policy: elapsed, which is the common one, or counted by a calendar. */
export const Span = z.union([
  Elapsed,
  z.strictObject({ businessTime: Elapsed }),
  z.strictObject({ businessDays: z.int().min(0) }),
]);

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
  pausesStopClock: maybe(z.boolean()),
};

export const Terms = z.strictObject({ policy: Name, calendar: maybe(Name), tolerance: Elapsed, ...rules });

const policy = { tolerance: maybe(Elapsed), recoveryFactor: maybe(z.number()), ...rules };
export const PolicyRules = z.strictObject({
  ...policy,
  overrides: maybe(
    z.array(
      z.strictObject({
        segment: maybe(Name),
        kind: maybe(Name),
        dimension: maybe(z.enum(DIMENSIONS)),
        rules: z.strictObject(policy),
      }),
    ),
  ),
});

const OpenHours = z.array(z.strictObject({ opens: z.string(), closes: z.string() }));
const Weekly = z.strictObject({
  mon: maybe(OpenHours),
  tue: maybe(OpenHours),
  wed: maybe(OpenHours),
  thu: maybe(OpenHours),
  fri: maybe(OpenHours),
  sat: maybe(OpenHours),
  sun: maybe(OpenHours),
});
const Special = z.record(z.string(), OpenHours);

export const CustomerHours = z.strictObject({ timeZone: z.string(), weekly: Weekly, special: Special });

export const CalendarEdition = z.strictObject({
  timeZone: z.string(),
  weekly: Weekly,
  special: Special,
  specialDays: maybe(z.record(z.string(), z.strictObject({ name: Name, source: maybe(Name) }))),
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

export const EventFilter = z.strictObject({
  types: maybe(z.array(Name)),
  teams: maybe(z.array(Name)),
  customers: maybe(z.array(Name)),
  segments: maybe(z.array(Name)),
  obligations: maybe(z.array(z.enum(OBLIGATIONS))),
  historic: maybe(z.boolean()),
});
export const Content = z.enum(CONTENTS);
export const Replay = z.discriminatedUnion('of', [
  z.strictObject({ of: z.literal('one'), event: Name, position: Name }),
  z.strictObject({ of: z.literal('failed'), since: Moment }),
  z.strictObject({ of: z.literal('everything'), after: Name }),
]);
