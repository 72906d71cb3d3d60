import { type Terms } from '#kept/domain';
import { type EntryRule } from '../mapping/entries.js';
import { type Input, type Rule } from '../mapping/mapping.js';
import * as commitments from './commitment-entries.js';
import { condition } from './conditions.js';
import { type ReadEntry } from './entry.js';
import * as parties from './party-entries.js';
import { type Reader, type Row, type Scope } from './scope.js';
import { identifier, optional } from './values.js';

/** What a row means. Nothing under a rule's name, or nothing by itself but something to rows that join it. */
export type Meaning = { entries: ReadEntry[] } | { ignored: string } | { kept: true };

/** An input's part of a mapping, ready to read rows. */
export interface CompiledInput {
  /** The columns its rows are asked for. Complete once every input is compiled: joins ask for more. */
  columns: readonly string[];
  joins: readonly { input: string; on: Reader<string | undefined> }[];
  key: Reader<string> | undefined;
  /** Where the values kept for joins stand among a row's cells. */
  kept: () => readonly number[];
  /** By the first rule that fits; `undefined` where none does. */
  meaningOf: (row: Row) => Meaning | undefined;
  counts: readonly { name: string; meets: Reader<boolean> }[];
}

/**
 * @param kept for every input, the columns that others want of its rows; added to here
 */
export function compileInput(
  name: string,
  input: Input,
  scope: Scope,
  terms: Terms,
  kept: ReadonlyMap<string, string[]>,
): CompiledInput {
  const joins = Object.entries(input.joins).map(([join, { input: partner, on }]) => {
    const compiled = { input: partner, on: optional(on, identifier, scope) };
    scope.addJoin(join, kept.get(partner)!);
    return compiled;
  });
  // An input without rules is there for the joins of others.
  const specs: Rule[] = input.rules.length > 0 ? input.rules : [{ keep: true }];
  const rules = specs.map((rule) => compileRule(rule, scope, terms));
  return {
    columns: scope.columns,
    joins,
    key: input.key === undefined ? undefined : identifier(input.key, scope),
    kept: () => kept.get(name)!.map((column) => scope.slot(column)),
    meaningOf: (row) => rules.find(({ meets }) => meets(row))?.meaningOf(row),
    counts: Object.entries(input.count).map(([label, spec]) => ({ name: label, meets: condition(spec, scope) })),
  };
}

function compileRule(rule: Rule, scope: Scope, terms: Terms) {
  const meets = condition(rule.when, scope);
  const { ignore, entries: rules } = rule;
  if (ignore !== undefined) return { meets, meaningOf: (): Meaning => ({ ignored: ignore }) };
  if (!rules) return { meets, meaningOf: (): Meaning => ({ kept: true }) };
  const entries = rules.map((spec) => ({
    meets: condition(spec.when, scope),
    read: compileEntry(spec, scope, terms),
  }));
  return {
    meets,
    meaningOf: (row: Row): Meaning => ({
      entries: entries.filter((entry) => entry.meets(row)).map(({ read }) => read(row)),
    }),
  };
}

function compileEntry(spec: EntryRule, scope: Scope, terms: Terms): Reader<ReadEntry> {
  switch (spec.entry) {
    case 'promise':
      return commitments.promise(spec, scope, terms);
    case 'notification':
      return commitments.notification(spec, scope);
    case 'reschedule':
      return commitments.reschedule(spec, scope);
    case 'fulfilment':
      return commitments.fulfilment(spec, scope);
    case 'withdrawal':
      return commitments.withdrawal(spec, scope);
    case 'follow-up-call':
      return commitments.followUpCall(spec, scope);
    case 'complaint':
      return commitments.complaint(spec, scope);
    case 'complaint-answer':
      return commitments.complaintAnswer(spec, scope);
    case 'satisfaction-report':
      return parties.satisfactionReport(spec, scope);
    case 'customer':
      return parties.customer(spec, scope);
    case 'team':
      return parties.team(spec, scope);
  }
}
