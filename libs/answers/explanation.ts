import { type Explanation, formatDuration, formatInstant, type Span } from '#kept/domain';

/** How a moment was reckoned, as JSON has it. */
export function explanationJson({ at, length, moment, counted, movedFrom, clockChanges, ...rest }: Explanation) {
  return {
    at: formatInstant(at),
    length: spanJson(length),
    moment: formatInstant(moment),
    ...(movedFrom !== undefined && { movedFrom: formatInstant(movedFrom) }),
    counted: counted.map(({ opens, closes, length: counts, ...window }) => ({
      ...window,
      opens: formatInstant(opens),
      closes: formatInstant(closes),
      length: formatDuration(counts),
    })),
    clockChanges: clockChanges.map((change) => ({ ...change, at: formatInstant(change.at) })),
    ...rest,
  };
}

/** A span as JSON has it: `PT4H` of elapsed time, `{ "businessTime": "PT4H" }`, `{ "businessDays": 3 }`. */
export function spanJson(length: Span) {
  if (typeof length === 'number') return formatDuration(length);
  return 'businessTime' in length ? { businessTime: formatDuration(length.businessTime) } : length;
}
