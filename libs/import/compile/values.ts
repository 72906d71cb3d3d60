import { quoted, reject, RowRejected } from '../problems.js';
import { type Quantity, type Text, type Truth, type Word } from '../mapping/parts.js';
import { type Reader, type Scope } from './scope.js';

const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;
const LONGEST_IDENTIFIER = 200;
const LONGEST_TEXT = 10_000;

type Column = Exclude<Extract<Text, object>, { columns: string[] }>;
type Check = (value: string, column: string) => string;

/** An identifier: a customer, a team, a reason. What the ledger would refuse as one is rejected here, by column. */
export function identifier(spec: Text, scope: Scope): Reader<string> {
  return text(spec, scope, anIdentifier);
}

/** Free text in somebody's words. */
export function freeText(spec: Text, scope: Scope): Reader<string> {
  return text(spec, scope, aText);
}

/** `undefined` where the value is blank; absent altogether where the mapping does not ask for it. */
export function optional<Spec, T>(
  spec: Spec | undefined,
  compile: (spec: Spec, scope: Scope) => Reader<T>,
  scope: Scope,
): Reader<T | undefined> {
  if (spec === undefined) return () => undefined;
  const reader = compile(spec, scope);
  return (row) => {
    try {
      return reader(row);
    } catch (error) {
      if (error instanceof RowRejected && error.rejection.code === 'value-blank') return undefined;
      throw error;
    }
  };
}

/** One of the domain's words. */
export function word<W extends string>(words: readonly W[]): (spec: Word<W>, scope: Scope) => Reader<W> {
  return (spec, scope) => {
    if (typeof spec === 'string') return () => spec;
    const read = text(spec, scope, aText);
    return (row) => {
      const value = read(row);
      const found = words.find((known) => known === value);
      return found ?? reject('word-unknown', `${quoted(value)} is none of ${words.join(', ')}`, spec.column);
    };
  };
}

/** Yes or no: `true` or `false`, as constants or as a column's words. */
export function truth(spec: Truth, scope: Scope): Reader<boolean> {
  if (typeof spec === 'boolean') return () => spec;
  const read = word(['true', 'false'])(spec, scope);
  return (row) => read(row) === 'true';
}

const DECIMAL = /^-?\d{1,15}(?:\.\d{1,15})?$/;

/** A number in plain decimal digits; `NaN`, `1e9` and `1,5` are none. */
export function quantity(spec: Quantity, scope: Scope): Reader<number> {
  if (typeof spec === 'number') return () => spec;
  const read = text(spec, scope, aText);
  return (row) => {
    const value = read(row);
    return DECIMAL.test(value)
      ? Number(value)
      : reject('number-malformed', `${quoted(value)} is not a number in decimal digits`, spec.column);
  };
}

function text(spec: Text, scope: Scope, check: Check): Reader<string> {
  if (typeof spec === 'string') return () => spec;
  return 'columns' in spec ? several(spec, scope) : one(spec, scope, check);
}

function one({ column, join, default: blank, words }: Column, scope: Scope, check: Check): Reader<string> {
  const raw = scope.raw(column, join);
  const known = words && new Map(Object.entries(words));
  return (row) => {
    const value = raw(row);
    if (isBlank(value)) return blank ?? reject('value-blank', blankReason(column, join), column);
    if (!known) return check(value, column);
    const translated = known.get(value);
    if (translated === undefined)
      return reject('word-unknown', `${quoted(value)} is none of ${[...known.keys()].join(', ')}`, column);
    return translated;
  };
}

/** An identifier of several columns. Where a part holds the separator, two things could get the same name. */
function several({ columns, separator }: Extract<Text, { columns: string[] }>, scope: Scope): Reader<string> {
  const parts = columns.map((column) => ({ column, raw: scope.raw(column, undefined) }));
  return (row) => {
    const values = parts.map(({ column, raw }) => {
      const value = raw(row);
      if (isBlank(value)) reject('value-blank', blankReason(column, undefined), column);
      if (value.includes(separator))
        reject('separator-in-value', `${quoted(value)} contains the separator ${quoted(separator)}`, column);
      return value;
    });
    return anIdentifier(values.join(separator), columns.join(', '));
  };
}

export function isBlank(value: string): boolean {
  return value === '' || value.trim() === '';
}

export function blankReason(column: string, join: string | undefined): string {
  return join === undefined
    ? `the column ${quoted(column)} is blank`
    : `the column ${quoted(column)} of the join ${quoted(join)} is blank, or no row was found by it`;
}

function anIdentifier(value: string, column: string): string {
  const wrong = whatIsWrong(value);
  return wrong === undefined ? value : reject('identifier-malformed', `${quoted(value)} ${wrong}`, column);
}

function whatIsWrong(value: string): string | undefined {
  if (value.length > LONGEST_IDENTIFIER) return `is longer than ${LONGEST_IDENTIFIER} characters`;
  if (CONTROL.test(value)) return 'contains control characters';
  if (value.trim() !== value) return 'begins or ends with a space';
  return value.isWellFormed() ? undefined : 'contains half of a surrogate pair';
}

function aText(value: string, column: string): string {
  if (value.length > LONGEST_TEXT)
    return reject('text-too-long', `the text has ${value.length} characters, more than ${LONGEST_TEXT}`, column);
  return value.isWellFormed()
    ? value
    : reject('text-malformed', `${quoted(value)} contains half of a surrogate pair`, column);
}
