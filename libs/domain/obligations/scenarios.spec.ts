import { describe, expect, it } from '@jest/globals';
import { commitmentFrom } from '../commitment/index.js';
import { recordAll } from '../testing/given.fixture.js';
import { type Misreading, reading } from '../testing/misreading.fixture.js';
import { type Scenario } from '../testing/scenario.fixture.js';
import { SCENARIOS } from '../testing/scenarios.fixture.js';
import { on, spoken } from '../testing/week.fixture.js';
import { breachedAt, type Obligation, obligationsOf, stateAt } from './index.js';

const SHORT = {
  keep: 'keep',
  'announce-change': 'announce',
  'advance-notice': 'adv',
  'follow-up': 'follow',
  'answer-complaint': 'answer',
} as const;

/** What the ledger says is owed in a row: in the row's own words. */
function answered({ commands, at: text }: Scenario, misread: Misreading = (entries) => entries): string {
  const at = on(text);
  const commitment = commitmentFrom(misread(recordAll(commands)));
  const owed = obligationsOf(commitment, at);
  if (commitment.status === 'voided' && owed.every((one) => stateAt(one, at) === 'void')) return 'all void';
  const of = (kind: Obligation['kind']): Obligation[] => owed.filter((one) => one.kind === kind);
  const advice = of('keep').map(({ entry }) => of('advance-notice').find((one) => one.entry === entry));
  return [
    ...[...of('keep'), ...of('announce-change')].map((one) => inWords(one, at)),
    ...advice.map((one) => (one ? inWords(one, at).replace(/@.* void/, ' void') : 'adv none')),
    ...of('follow-up').map((one) => inWords(one, at)),
  ].join('; ');
}

function inWords(obligation: Obligation, at: ReturnType<typeof on>): string {
  const { kind, deadline } = obligation;
  const breach = breachedAt(obligation, at) ?? deadline;
  const when = breach === deadline ? '' : `@${spoken(breach)}`;
  return `${SHORT[kind]}@${spoken(deadline)} ${stateAt(obligation, at)}${when}`;
}

describe('what is owed in the small histories', () => {
  it.each(SCENARIOS)('$number: $history', (scenario) => expect(answered(scenario)).toBe(scenario.obligations));
});

const underTerms =
  (terms: object): Misreading =>
  (entries) =>
    entries.map((entry) =>
      entry.type === 'PromiseMade'
        ? { ...entry, data: { ...entry.data, terms: { ...entry.data.terms, ...terms } } }
        : entry,
    );

const MISREADINGS: Record<string, Misreading> = {
  'no grace': underTerms({ grace: 0 }),
  'no minimum notice': underTerms({ minimumNotice: undefined }),
  'two attempts are not enough': underTerms({ followUpAttempts: 3 }),
  'a call that did not reach anybody is an answer': reading('reached', true),
  'advance notice is a notification like any other': reading('purpose', 'progress'),
  'a customer’s reschedule is one like any other': reading('initiator', 'provider'),
  'an interval is its last moment': reading('interval', undefined),
  'only the customer withdraws': reading('by', 'customer'),
  'declined was not told': (entries) =>
    entries.filter((entry) => entry.type !== 'CustomerNotified' || entry.data.answer !== 'declined'),
};

describe('a wrong rule shows in what is owed', () => {
  it.each(Object.entries(MISREADINGS))('%s', (_, misread) => {
    expect(SCENARIOS.filter((one) => answered(one, misread) !== one.obligations)).not.toEqual([]);
  });
});
