import { type Explanation, formatDuration, formatInstant } from '#kept/domain';
import { spanJson } from './terms.js';

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
