import { type ExplainedDeadlines, type ExplainedReckoning } from '#kept/application';
import { formatInstant } from '#kept/domain';
import { explanationJson } from './explanation.js';
import { obligationJson } from './obligations.js';
import { spanJson } from './terms.js';

/** How the deadlines of a commitment came about, as JSON has it. */
export function deadlinesJson({ at, obligations, ...rest }: ExplainedDeadlines) {
  return {
    ...rest,
    obligations: obligations.map(({ obligation, reckonings }) => ({
      ...obligationJson(obligation, at),
      reckonings: reckonings.map(reckoningJson),
    })),
    at: formatInstant(at),
  };
}

function reckoningJson({ at, moment, length, explanation, ...rest }: ExplainedReckoning) {
  return {
    ...rest,
    at: formatInstant(at),
    length: spanJson(length),
    moment: formatInstant(moment),
    ...(explanation && { explanation: explanationJson(explanation) }),
  };
}
