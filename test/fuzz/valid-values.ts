import fc from 'fast-check';
import { type Description, resolved, type Schema } from '../support/description/description.js';
import { type Pools } from './pools.js';

const ZONES = ['Asia/Shanghai', 'Europe/Berlin', 'America/New_York', 'UTC', 'Asia/Kolkata', 'Australia/Lord_Howe'];

/** Builds values that a description accepts. What a schema cannot say (that a zone exists) is seen to here. */
export class ValidValues {
  constructor(
    private readonly description: Description,
    private readonly pools: Pools,
    /** Whether only things that exist are named. */
    private readonly known = false,
  ) {}

  /** The same, naming only things that exist. */
  ofKnown(): ValidValues {
    return new ValidValues(this.description, this.pools, true);
  }

  /** The same, where these names are for things that do not exist yet. */
  without(names: readonly string[]): ValidValues {
    return new ValidValues(
      this.description,
      Object.fromEntries(Object.entries(this.pools).filter(([name]) => !names.includes(name))),
    );
  }

  /** @param name of the field or parameter: one that names a thing is mostly given a thing that exists */
  of(part: Schema | { $ref: string }, name = ''): fc.Arbitrary<unknown> {
    const schema = resolved<Schema>(this.description, part);
    if (schema.enum) return fc.constantFrom(...schema.enum);
    if (schema.const !== undefined) return fc.constant(schema.const);
    if (schema.allOf?.length === 1) return this.of(schema.allOf[0]!, name);
    if (schema.properties) return this.#object(schema);
    // Hours that do not run into each other, and are not empty.
    if (schema.items && 'opens' in (schema.items.properties ?? {})) return fc.constantFrom(...HOURS);
    if (schema.oneOf) return fc.oneof(...schema.oneOf.map((one) => this.of(one, name)));
    switch (schema.type) {
      case 'boolean':
        return fc.boolean();
      case 'integer':
        return fc.integer({ min: schema.minimum ?? -1_000, max: Math.min(schema.maximum ?? 1_000, 2 ** 31) });
      case 'number':
        return fc.double({ min: schema.minimum ?? -1e9, max: schema.maximum ?? 1e9, noNaN: true });
      case 'array':
        return fc.array(this.of(schema.items!, name), { maxLength: Math.min(5, schema.maxItems ?? 5) });
      case 'object':
        return fc.dictionary(
          fc.string({ maxLength: 8 }).filter((key) => key !== '__proto__'),
          fc.jsonValue({ maxDepth: 2 }),
          { maxKeys: 3 },
        );
      case 'string':
        return this.#text(schema, name);
      default:
        throw new Error(`no way to build a value for ${JSON.stringify(schema).slice(0, 200)}`);
    }
  }

  /** With alternatives: the fields of one of them, and none that only the others have. */
  #object(schema: Schema): fc.Arbitrary<unknown> {
    const alternatives = schema.oneOf ?? [{}];
    const named = (one: Schema): string[] => [...(one.required ?? []), ...Object.keys(one.properties ?? {})];
    return fc.oneof(
      ...alternatives.map((one) => {
        const foreign = alternatives.flatMap(named).filter((key) => !named(one).includes(key));
        const fields = Object.entries({ ...schema.properties, ...one.properties }).filter(
          ([key]) => !foreign.includes(key),
        );
        const required = new Set([...(schema.required ?? []), ...(one.required ?? [])]);
        return fc.record(Object.fromEntries(fields.map(([key, field]) => [key, this.of(field, key)])), {
          requiredKeys: [...required],
        });
      }),
    );
  }

  #text(schema: Schema, name: string): fc.Arbitrary<string> {
    const pool = this.pools[name];
    if (schema.format === 'date-time') return MOMENTS[name] ?? MOMENT;
    if (schema.format === 'date') return (DAYS[name] ?? MOMENT).map((moment) => moment.slice(0, 10));
    const { pattern = '' } = schema;
    if (pool?.length && !pattern.includes('\\p{Cc}')) return fc.constantFrom(...pool);
    if (pattern.startsWith('^P(?=')) return SPAN;
    if (pattern.startsWith('^[Hh]')) return ADDRESS;
    if (pattern.startsWith('^[A-Za-z][A-Za-z0-9_+/')) return fc.constantFrom(...ZONES);
    if (pattern.includes('\\p{Cc}')) {
      const fresh = plain(1, schema.maxLength ?? 200).map((text) =>
        text.replaceAll(/[\p{Cc}]/gu, '.').replaceAll(/^\s|\s$/gu, '_'),
      );
      // Who acts for a team that nobody knows is turned away before anything else.
      if (pool?.length && (this.known || name === 'team')) return fc.constantFrom(...pool);
      return pool?.length
        ? fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...pool) }, { weight: 1, arbitrary: fresh })
        : fresh;
    }
    if (pattern === '' || pattern === '^\\P{Cs}*$') return plain(schema.minLength ?? 0, schema.maxLength ?? 500);
    return fc.stringMatching(new RegExp(pattern)).filter((text) => text.length <= (schema.maxLength ?? Infinity));
  }
}

/** Texts of any script; sometimes as long as they may be. */
function plain(minLength: number, maxLength: number): fc.Arbitrary<string> {
  const some = fc.string({ unit: 'grapheme', minLength, maxLength: 24 });
  const cut = (text: string): string => Array.from(text).slice(0, maxLength).join('');
  return fc.oneof(
    { weight: 18, arbitrary: some.map(cut) },
    { weight: 1, arbitrary: fc.constant('𠮷'.repeat(maxLength)) },
    { weight: 1, arbitrary: fc.constant('a'.repeat(maxLength)) },
  );
}

/** Nothing is sent there: who only asks about deliveries makes none. */
const ADDRESS = fc.webUrl({ withQueryParameters: true, size: 'small' });

const HOURS = [
  [],
  [
    { opens: '09:00', closes: '12:00' },
    { opens: '13:30', closes: '18:00' },
  ],
  [{ opens: '20:00', closes: '24:00' }],
  [{ opens: '22:00', closes: '06:00' }],
];

const SPAN = fc.oneof(
  fc.integer({ min: 0, max: 100 }).map((days) => `P${days}D`),
  fc.integer({ min: 0, max: 100_000 }).map((minutes) => `PT${minutes}M`),
  fc.tuple(fc.nat(30), fc.nat(23), fc.nat(59)).map(([days, hours, seconds]) => `P${days}DT${hours}H${seconds}.5S`),
);

const offset = (hours: number): string => `${hours < 0 ? '-' : '+'}${String(Math.abs(hours)).padStart(2, '0')}:00`;
const between = (from: string, to: string): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.date({ min: new Date(from), max: new Date(to), noInvalidDate: true }),
      fc.integer({ min: -12, max: 14 }),
      fc.boolean(),
    )
    .map(([date, hours, utc]) => (utc ? date.toISOString() : date.toISOString().replace('Z', offset(hours))));

const MOMENT = between('2026-01-02', '2099-12-31');
/** Since the promises of the stage were made, which is always before now. */
const RECENTLY = between('2025-06-02', '2026-01-01');
/** A calendar that ends after it has begun. */
const DAYS: Partial<Record<string, fc.Arbitrary<string>>> = { validFrom: between('2001-01-01', '2026-01-01') };
/** Windows and intervals that are the right way round, and entries that can have happened. */
const MOMENTS: Partial<Record<string, fc.Arbitrary<string>>> = {
  occurredAt: fc.oneof({ weight: 19, arbitrary: RECENTLY }, { weight: 1, arbitrary: MOMENT }),
  from: between('2001-01-01', '2026-01-01'),
  notBefore: between('2025-02-01', '2025-06-01'),
  notAfter: RECENTLY,
};
