import { type StandingStep } from '#kept/answers';
import { type TimeZone, UTC } from '#kept/domain';
import { type CommitmentInHistory, type CustomerHistory } from '#kept/read-model';
import { type Column, formatted } from '../output/formats.js';
import { clockTime, windowText } from '../output/times.js';
import { sentenceOf } from './sentence.js';

/** The history for reading: every entry in the order things happened, then how each commitment turned out. */
export function historyTables(
  { commitments }: Pick<CustomerHistory, 'commitments'>,
  steps: readonly StandingStep[],
  zone: TimeZone | undefined,
): string {
  // What is about the customer in general was spoken in no zone: it is shown in that of their first promise.
  const home = commitments[0]?.first.timeZone ?? UTC;
  const spokenIn = (step: StandingStep): TimeZone => zone ?? step.expectationAfter?.timeZone ?? home;
  const stepColumns: Column<StandingStep>[] = [
    { heading: 'happened', cell: (step) => clockTime(step.occurredAt, spokenIn(step)) },
    { heading: 'commitment', cell: ({ commitment }) => commitment ?? '' },
    { heading: 'what', cell: (step) => sentenceOf(step, zone) },
    { heading: 'plan', cell: ({ planAfter, plan }) => (planAfter && plan ? windowText(planAfter, zone) : '') },
    {
      heading: 'the customer expects',
      cell: ({ expectationAfter, expectation, silentSlip }) =>
        expectationAfter && (expectation || silentSlip)
          ? `${silentSlip ? 'still ' : ''}${windowText(expectationAfter, zone)}`
          : '',
    },
  ];
  const outcomeColumns: Column<CommitmentInHistory>[] = [
    { heading: 'commitment', cell: ({ commitment }) => commitment },
    { heading: 'team', cell: ({ team }) => team },
    { heading: 'first promised', cell: ({ first }) => windowText(first, zone) },
    { heading: 'last told', cell: ({ expectation }) => windowText(expectation, zone) },
    { heading: 'plan', cell: ({ plan }) => windowText(plan, zone) },
    { heading: 'as first promised', cell: ({ outcomes }) => outcomes['as-first-promised'] ?? '–' },
    { heading: 'as last agreed', cell: ({ outcomes }) => outcomes['as-last-agreed'] ?? '–' },
    { heading: 'as planned', cell: ({ outcomes }) => outcomes['as-planned'] ?? '–' },
  ];
  return `${formatted(steps, 'table', stepColumns)}\n${formatted(commitments, 'table', outcomeColumns)}`;
}
