import { type Moment } from './entry.js';
import { refuse } from './refusal.js';
import { instant } from './time/index.js';

/** Nothing occurs after it is recorded. @throws Refusal */
export function checkMoment({ occurredAt, recordedAt }: Moment): void {
  instant(occurredAt, 'occurredAt');
  instant(recordedAt, 'recordedAt');
  if (occurredAt > recordedAt) refuse('occurs-after-it-is-recorded');
}
