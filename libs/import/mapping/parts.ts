import { parseInstant, timeZone } from '#kept/domain';
import { z } from 'zod';

/** The pieces of the mapping language below entries: texts, times, windows and conditions. */

/** Every object of a mapping may explain itself, and has no keys that nobody knows. */
export function described<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.strictObject({ ...shape, $comment: z.unknown().optional(), description: z.string().optional() });
}

/** Checks with a function of the domain, whose refusal becomes the message. */
function checkedBy(read: (text: string) => unknown, expected: string) {
  return z.string().refine(
    (text) => {
      try {
        read(text);
        return true;
      } catch {
        return false;
      }
    },
    { error: expected },
  );
}

export const Name = z.string().min(1).max(200);
export const Zone = checkedBy((name) => timeZone(name), 'expected a time zone such as "America/Sao_Paulo"');
export const Disambiguation = z.enum(['earlier', 'later', 'reject']);

const PATTERN = /^(?:yyyy|MM?|dd?|HH?|mm|ss|SSS|XXX|'[^']+'|[^A-Za-z'])+$/;
export const TimeFormat = z.union([
  z.enum(['iso', 'unix-seconds', 'unix-milliseconds']),
  z
    .string()
    .regex(PATTERN, 'expected "iso", "unix-seconds", "unix-milliseconds" or a pattern of yyyy MM dd HH mm ss SSS XXX'),
]);

/** A value of the row, or of the row that a join found for it. */
const Column = described({
  column: Name,
  join: Name.optional(),
  /** Instead of a blank. Without it a blank is rejected. */
  default: z.string().min(1).optional(),
  /** From the file's words to the ledger's. A word that is not listed is rejected. */
  words: z.record(z.string(), z.string()).optional(),
});

/** Several columns that are one identifier together. */
const Columns = described({ columns: z.array(Name).min(2), separator: z.string().min(1).max(3) });

/** A text: a constant, or from columns. */
export const Text = z.union([z.string().min(1), Column, Columns]);
export type Text = z.infer<typeof Text>;

/** A number: a constant, or from a column. */
export const Quantity = z.union([z.number(), Column]);
export type Quantity = z.infer<typeof Quantity>;

/** Yes or no: a constant, or a column whose words become `true` and `false`. */
export const Truth = z.union([z.boolean(), Column]);
export type Truth = z.infer<typeof Truth>;

/** One of a list of the domain's words: constant, or from a column. */
export function word<const W extends readonly string[]>(words: W) {
  return z.union([z.enum(words), Column]);
}
export type Word<W extends string> = W | z.infer<typeof Column>;

const TimeColumn = described({
  column: Name,
  join: Name.optional(),
  format: TimeFormat.optional(),
  timeZone: Zone.optional(),
  disambiguation: Disambiguation.optional(),
});
export type TimeColumn = z.infer<typeof TimeColumn>;

export type Time =
  | string
  | TimeColumn
  | { startOfDay: TimeColumn }
  | { endOfDay: TimeColumn }
  | { earlierOf: Time[] }
  | { laterOf: Time[] };

/** A moment: a constant with its offset, a column, the ends of a column's day, or the first or last of several. */
export const Time: z.ZodType<Time> = z.lazy(() =>
  z.union([
    checkedBy((text) => parseInstant(text), 'expected an instant such as "2024-02-05T00:00:00Z"'),
    TimeColumn,
    described({ startOfDay: TimeColumn }),
    described({ endOfDay: TimeColumn }),
    described({ earlierOf: z.array(Time).min(2) }),
    described({ laterOf: z.array(Time).min(2) }),
  ]),
);

export const Window = described({ from: Time.optional(), due: Time, timeZone: Zone.optional() });
export type Window = z.infer<typeof Window>;

const Value = z.string();

/** What a column must be: this, one of these, blank or not, or anything but. */
const Test = z.union([
  Value,
  z.array(Value).min(1),
  described({ blank: z.boolean() }),
  described({ not: z.union([Value, z.array(Value).min(1)]) }),
]);
export type Test = z.infer<typeof Test>;

/** All of these columns pass their tests. */
export const Condition = z.record(Name, Test);
export type Condition = z.infer<typeof Condition>;
