import { parseDuration, type Span, span } from '#kept/domain';
import { UsageError } from '../usage-error.js';

/** Open time or business days, as they are typed. @throws Refusal, UsageError */
export function spanFrom({ add, days }: { add?: string; days?: string }): Span {
  if ((add === undefined) === (days === undefined))
    throw new UsageError('Give --add PT4H for open hours, or --days 3 for business days.');
  if (add !== undefined) return span({ businessTime: parseDuration(add, '--add') }, '--add');
  if (!/^\d{1,6}$/.test(days!)) throw new UsageError(`“${days!}” is no number of days.`);
  return span({ businessDays: Number(days) }, '--days');
}
