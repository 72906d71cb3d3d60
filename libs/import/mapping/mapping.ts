import { parseDuration } from '#kept/domain';
import { z } from 'zod';
import { EntryRule } from './entries.js';
import { Condition, described, Disambiguation, Name, Text, TimeFormat, Zone } from './parts.js';

/** What the rows that meet a condition become. The first rule that fits decides. */
const Rule = described({
  when: Condition.optional(),
  entries: z.array(EntryRule).min(1).optional(),
  /** Nothing, counted under this name. */
  ignore: Name.optional(),
  /** Nothing by itself; there for the joins of other inputs. */
  keep: z.literal(true).optional(),
}).refine(
  ({ entries, ignore, keep }) => [entries, ignore, keep].filter((part) => part !== undefined).length === 1,
  'expected exactly one of "entries", "ignore" and "keep"',
);
export type Rule = z.infer<typeof Rule>;

/** Another input's row that belongs to this one: the one whose key is this text. */
const Join = described({ input: Name, on: Text });

const Input = described({
  /** The file's name, `*` and `?` as usual; `.gz` may follow. */
  file: Name,
  format: z.enum(['csv', 'jsonl']).default('csv'),
  delimiter: z.enum([',', ';', '\t', '|']).default(','),
  /** What other inputs find its rows by. */
  key: Text.optional(),
  joins: z.record(Name, Join).default({}),
  rules: z.array(Rule).default([]),
  /** Rows worth counting beside what becomes of them. */
  count: z.record(Name, Condition).default({}),
});
export type Input = z.infer<typeof Input>;

const aDuration = (text: string): boolean => {
  try {
    parseDuration(text);
    return true;
  } catch {
    return false;
  }
};

/** How files become promises: the whole of a mapping file. */
export const MappingSchema = described({
  /** Where the promises come from: part of every entry's identity, so it stays the same for ever. */
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,49}$/, 'expected lower-case letters, digits and hyphens, at most 50'),
  timeZone: Zone,
  timeFormat: TimeFormat.default('iso'),
  disambiguation: Disambiguation.default('reject'),
  tolerance: z.string().refine(aDuration, 'expected a duration such as "PT36H"').default('PT0S'),
  inputs: z.record(Name, Input).refine((inputs) => Object.keys(inputs).length > 0, 'expected at least one input'),
  /** Files that may lie beside the others and are not read. */
  ignoreFiles: z.array(Name).default([]),
});
export type Mapping = z.infer<typeof MappingSchema>;
