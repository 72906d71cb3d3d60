import { type RateAnswer } from '#kept/read-model';

/** A rate as JSON and CSV have it: what is counted beside it stands beside it. */
export function rateJson({ beside, ...rate }: RateAnswer) {
  return { ...rate, ...beside };
}
