import { fromLocal, instant, type Instant, parseInstant, startOfDay, type TimeZone, timeZone } from '#kept/domain';
import { type Position } from '#kept/event-store';
import { UsageError } from './usage-error.js';

const DAY = /^(\d{4})-(\d\d)-(\d\d)$/;
const LOCAL = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d))?$/;

/**
 * A moment as people type it: `2026-03-02T08:00:00Z`, with an offset, or without one in the given zone. A bare day is
 * its first moment: as the end of a period, which is exclusive, that leaves the day itself out.
 * @throws Refusal
 */
export function momentFrom(text: string, zone: TimeZone, field: string): Instant {
  const day = DAY.exec(text)?.slice(1).map(Number) as [number, number, number] | undefined;
  if (day) return startOfDay({ year: day[0], month: day[1], day: day[2] }, zone, field);
  const local = LOCAL.exec(text)
    ?.slice(1)
    .map((part) => Number(part || 0));
  if (!local) return parseInstant(text, field);
  const [year, month, dayOfMonth, hour, minute, second] = local as [number, number, number, number, number, number];
  return fromLocal({ year, month, day: dayOfMonth, hour, minute, second: second || 0 }, zone, 'reject', field);
}

/** The moment a question is asked for: now, unless it says otherwise. */
export function momentOrNow(text: string | undefined, zone: TimeZone, field: string): Instant {
  return text === undefined ? instant(Date.now()) : momentFrom(text, zone, field);
}

/** @throws UsageError */
export function positionFrom(text: string): Position {
  if (!/^\d{1,19}$/.test(text))
    throw new UsageError(`“${text}” is no position.`, 'Take one from an earlier answer, or from `kept status`.');
  return BigInt(text) as Position;
}

/** @throws Refusal */
export function zoneFrom(text: string): TimeZone {
  return timeZone(text, '--tz');
}

/** Words given one by one or with commas between them, each of which must be in a list. @throws UsageError */
export function wordsFrom<T extends string>(given: readonly string[], known: readonly T[], option: string): T[] {
  const words = given.flatMap((text) => text.split(',')).map((word) => word.trim());
  return [...new Set(words)].map((word) => {
    const match = known.find((one) => one === word);
    if (match === undefined)
      throw new UsageError(`${option} does not know “${word}”.`, `Choose from: ${known.join(', ')}.`);
    return match;
  });
}

/**
 * Choices given as `team=north`, one at a time: those of one part by its name.
 * @throws UsageError
 */
export function choicesFrom<T extends string>(
  given: readonly string[],
  known: readonly T[],
  option: string,
): Partial<Record<T, string[]>> {
  const choices: Partial<Record<T, string[]>> = {};
  for (const text of given) {
    const [name = '', ...words] = text.split('=');
    const part = known.find((one) => one === name.trim());
    if (part === undefined || words.length === 0)
      throw new UsageError(
        `${option} does not know “${text}”.`,
        `Write ${known[0]}=…; choose from: ${known.join(', ')}.`,
      );
    (choices[part] ??= []).push(words.join('=').trim());
  }
  return choices;
}

/** Gathers an option that may be given more than once. */
export function gathered(value: string, earlier: readonly string[] = []): string[] {
  return [...earlier, value];
}
