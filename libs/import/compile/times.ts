import {
  type Disambiguation,
  endOfDay,
  fromLocal,
  type Instant,
  parseInstant,
  type PromisedWindow,
  Refusal,
  startOfDay,
  timeZone,
  type TimeZone,
  toLocal,
} from '#kept/domain';
import { type Time, type TimeColumn, type Window } from '../mapping/parts.js';
import { quoted, reject } from '../problems.js';
import { type Reader, type Scope } from './scope.js';
import { timeFormat, type TimeReading } from './time-format.js';
import { blankReason, isBlank, optional } from './values.js';

/** A moment in a row. */
export function time(spec: Time, scope: Scope): Reader<Instant> {
  if (typeof spec === 'string') {
    const constant = parseInstant(spec);
    return () => constant;
  }
  if ('laterOf' in spec) return chosen(spec.laterOf, Math.max, scope);
  if ('earlierOf' in spec) return chosen(spec.earlierOf, Math.min, scope);
  if ('startOfDay' in spec)
    return fromColumn(spec.startOfDay, scope, (reading, { zone }) => startOfDay(dayOf(reading, zone), zone));
  if ('endOfDay' in spec)
    return fromColumn(spec.endOfDay, scope, (reading, { zone }) => endOfDay(dayOf(reading, zone), zone));
  return fromColumn(spec, scope, momentOf);
}

/** A promised window in a row, spoken in the mapping's zone unless it names another. */
export function promisedWindow(spec: Window, scope: Scope): Reader<PromisedWindow> {
  const zone = spec.timeZone === undefined ? scope.defaults.timeZone : timeZone(spec.timeZone);
  const due = time(spec.due, scope);
  const from = optional(spec.from, time, scope);
  return (row) => {
    const begins = from(row);
    return { ...(begins !== undefined && { from: begins }), due: due(row), timeZone: zone };
  };
}

interface Place {
  zone: TimeZone;
  disambiguation: Disambiguation;
}

function chosen(specs: readonly Time[], choose: (...moments: number[]) => number, scope: Scope): Reader<Instant> {
  const readers = specs.map((one) => time(one, scope));
  return (row) => choose(...readers.map((read) => read(row))) as Instant;
}

function momentOf(reading: TimeReading, { zone, disambiguation }: Place): Instant {
  return 'at' in reading ? reading.at : fromLocal(reading.local, zone, disambiguation);
}

function dayOf(reading: TimeReading, zone: TimeZone) {
  return 'at' in reading ? toLocal(reading.at, zone) : reading.local;
}

function fromColumn(
  spec: TimeColumn,
  scope: Scope,
  resolve: (reading: TimeReading, place: Place) => Instant,
): Reader<Instant> {
  const { column, join, format = scope.defaults.timeFormat } = spec;
  const raw = scope.raw(column, join);
  const parse = timeFormat(format);
  const place: Place = {
    zone: spec.timeZone === undefined ? scope.defaults.timeZone : timeZone(spec.timeZone),
    disambiguation: spec.disambiguation ?? scope.defaults.disambiguation,
  };
  const read = remembering((text) => {
    const reading = parse(text);
    return reading ? resolve(reading, place) : undefined;
  });
  return (row) => {
    const text = raw(row);
    if (isBlank(text)) reject('value-blank', blankReason(column, join), column);
    try {
      return read(text) ?? reject('time-malformed', `${quoted(text)} is not a time of the format ${format}`, column);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return reject(error.code, `${quoted(text)}: ${timeProblem(error, format)}`, column);
    }
  };
}

function timeProblem({ code }: Refusal, format: string): string {
  switch (code) {
    case 'local-time-exists-twice':
      return 'the clocks showed this time twice that day; the mapping’s "disambiguation" can say which is meant';
    case 'local-time-does-not-exist':
      return 'the clocks never showed this time; the mapping’s "disambiguation" can say which is meant';
    case 'instant-out-of-range':
      return 'the ledger keeps the years 1 to 9999';
    default:
      return `there is no such time, read as ${format}`;
  }
}

const REMEMBERED = 4096;

/**
 * Files repeat their times row after row. Remembered under object keys, which the engine copies: a `Map` would hold on
 * to the whole block of the file that each text is a slice of.
 */
function remembering(read: (text: string) => Instant | undefined): (text: string) => Instant | undefined {
  let known: Record<string, Instant> = blankSheet();
  let size = 0;
  return (text) => {
    const seen = known[text];
    if (seen !== undefined) return seen;
    const at = read(text);
    if (at === undefined) return undefined;
    if (size++ >= REMEMBERED) [known, size] = [blankSheet(), 1];
    known[text] = at;
    return at;
  };
}

const blankSheet = (): Record<string, Instant> => Object.create(null) as Record<string, Instant>;
