import { type Instant, instant, type LocalTime, parseInstant } from '#kept/domain';

/** What a text says: a moment, or a time on some wall. */
export type TimeReading = { at: Instant } | { local: LocalTime };

/** @returns `undefined` where the text is not of the format @throws Refusal where it is, and no such time exists */
export type TimeFormat = (text: string) => TimeReading | undefined;

const PARTS: Readonly<Record<string, [keyof LocalTime | 'offset', pattern: string]>> = {
  yyyy: ['year', '\\d{4}'],
  MM: ['month', '\\d{2}'],
  M: ['month', '\\d{1,2}'],
  dd: ['day', '\\d{2}'],
  d: ['day', '\\d{1,2}'],
  HH: ['hour', '\\d{2}'],
  H: ['hour', '\\d{1,2}'],
  mm: ['minute', '\\d{2}'],
  ss: ['second', '\\d{2}'],
  SSS: ['millisecond', '\\d{3}'],
  XXX: ['offset', 'Z|[+-]\\d{2}:\\d{2}'],
};

/** Compiles `iso`, `unix-seconds`, `unix-milliseconds` or a pattern; every digit and every sign of it must be there. */
export function timeFormat(format: string): TimeFormat {
  switch (format) {
    case 'iso':
      return (text) => ({ at: parseInstant(text) });
    case 'unix-seconds':
      return (text) => (/^\d{1,12}$/.test(text) ? { at: instant(Number(text) * 1000) } : undefined);
    case 'unix-milliseconds':
      return (text) => (/^\d{1,15}$/.test(text) ? { at: instant(Number(text)) } : undefined);
    default:
      return patternFormat(format);
  }
}

function patternFormat(format: string): TimeFormat {
  const fields: string[] = [];
  const tokens = format.match(/yyyy|MM?|dd?|HH?|mm|ss|SSS|XXX|'[^']+'|[^A-Za-z']/g) ?? [];
  const pattern = tokens.map((token) => {
    const part = PARTS[token];
    if (!part) return escaped(token.replaceAll("'", ''));
    fields.push(part[0]);
    return `(${part[1]})`;
  });
  const whole = new RegExp(`^${pattern.join('')}$`);
  return (text) => {
    const found = whole.exec(text);
    if (!found) return undefined;
    const local: LocalTime = { year: 1970, month: 1, day: 1 };
    let offset: string | undefined;
    fields.forEach((field, index) => {
      if (field === 'offset') offset = found[index + 1]!;
      else local[field as keyof LocalTime] = Number(found[index + 1]);
    });
    return offset === undefined ? { local } : { at: parseInstant(`${isoOf(local)}${offset}`) };
  };
}

function isoOf({ year, month, day, hour = 0, minute = 0, second = 0, millisecond = 0 }: LocalTime): string {
  const digits = (value: number, count = 2): string => String(value).padStart(count, '0');
  const time = `${digits(hour)}:${digits(minute)}:${digits(second)}.${digits(millisecond, 3)}`;
  return `${digits(year, 4)}-${digits(month)}-${digits(day)}T${time}`;
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
