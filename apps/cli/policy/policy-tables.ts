import { type Flipped, flippedJson, policyJson } from '#kept/answers';
import { type Criteria, type PolicyRules } from '#kept/domain';
import { type Column } from '../output/formats.js';

/** A rule, and the promises it is for. */
export interface RuleRow {
  for: string;
  rule: string;
  value: string;
}

/** The rules of a policy, the team's own first. */
export function ruleRows(policy: PolicyRules): RuleRow[] {
  const { overrides = [], ...rules } = policyJson(policy);
  const rowsOf = (whom: string, of: object): RuleRow[] =>
    Object.entries(of).map(([rule, value]) => ({ for: whom, rule, value: valueText(value) }));
  return [
    ...rowsOf('all', rules),
    ...overrides.flatMap(({ rules: its, ...criteria }) => rowsOf(criteriaText(criteria), its)),
  ];
}

const criteriaText = (criteria: Criteria): string =>
  Object.entries(criteria)
    .map(([name, value]) => `${name}=${String(value)}`)
    .join(' ');

function valueText(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  const [[unit, amount] = []] = Object.entries(value);
  return unit === 'businessTime' ? `${String(amount)} of open hours` : `${String(amount)} business days`;
}

export const RULE_COLUMNS: Column<RuleRow>[] = [
  { heading: 'for', cell: (row) => row.for },
  { heading: 'rule', cell: ({ rule }) => rule },
  { heading: 'value', cell: ({ value }) => value },
];

/** One thing that would be different, and for whom. */
export interface FlipRow {
  commitment: string;
  customer: string;
  /** A basis, or an obligation. */
  what: string;
  from: string;
  to: string;
}

/** What would be different of a commitment, a row for each thing. */
export function flipRows(flipped: Flipped): FlipRow[] {
  const { commitment, customer, outcomes, obligations } = flippedJson(flipped);
  const standing = (one?: { state: string; deadline: string }): string => (one ? `${one.state} ${one.deadline}` : '');
  return [
    ...outcomes.map(({ basis, from, to }) => ({ commitment, customer, what: basis, from, to })),
    ...obligations.map(({ obligation, from, to }) => ({
      ...{ commitment, customer, what: obligation },
      ...{ from: standing(from), to: standing(to) },
    })),
  ];
}

export const FLIP_COLUMNS: Column<FlipRow>[] = [
  { heading: 'commitment', cell: ({ commitment }) => commitment },
  { heading: 'customer', cell: ({ customer }) => customer },
  { heading: 'what', cell: ({ what }) => what },
  { heading: 'from', cell: ({ from }) => from },
  { heading: 'to', cell: ({ to }) => to },
];
