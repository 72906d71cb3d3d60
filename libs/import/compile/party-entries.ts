import { MEASURES, type RegisterCustomer, type RegisterTeam, type ReportSatisfaction, timeZone } from '#kept/domain';
import { type EntryRuleOf } from '../mapping/entries.js';
import { given, noted, type ReadEntry } from './entry.js';
import { type Reader, type Scope } from './scope.js';
import { time } from './times.js';
import { freeText, identifier, optional, quantity, word } from './values.js';

export function satisfactionReport(
  spec: EntryRuleOf<'satisfaction-report'>,
  scope: Scope,
): Reader<ReadEntry<ReportSatisfaction>> {
  const customer = identifier(spec.customer, scope);
  const at = time(spec.at, scope);
  const measure = word(MEASURES)(spec.measure, scope);
  const score = quantity(spec.score, scope);
  const commitment = optional(spec.commitment, identifier, scope);
  const note = optional(spec.note, freeText, scope);
  return (row) => ({
    stream: { kind: 'customer', id: customer(row) },
    type: 'ReportSatisfaction',
    occurredAt: at(row),
    data: {
      measure: measure(row),
      score: score(row),
      ...given('commitment', commitment(row)),
      ...noted(note(row)),
    },
  });
}

export function customer(spec: EntryRuleOf<'customer'>, scope: Scope): Reader<ReadEntry<RegisterCustomer>> {
  const id = identifier(spec.customer, scope);
  const at = time(spec.at, scope);
  const segment = optional(spec.segment, identifier, scope);
  const zone = optional(spec.timeZone, identifier, scope);
  const name = optional(spec.name, freeText, scope);
  const contact = optional(spec.contact, freeText, scope);
  return (row) => {
    const personal = { ...given('name', name(row)), ...given('contact', contact(row)) };
    return {
      stream: { kind: 'customer', id: id(row) },
      type: 'RegisterCustomer',
      occurredAt: at(row),
      data: {
        ...given('segment', segment(row)),
        ...given('timeZone', zone(row)),
        ...(Object.keys(personal).length > 0 && { personal }),
      },
    };
  };
}

/** A team is called by its identifier unless the row has a name for it. */
export function team(spec: EntryRuleOf<'team'>, scope: Scope): Reader<ReadEntry<RegisterTeam>> {
  const id = identifier(spec.team, scope);
  const at = time(spec.at, scope);
  const name = optional(spec.name, freeText, scope);
  const zone = spec.timeZone === undefined ? scope.defaults.timeZone : timeZone(spec.timeZone);
  return (row) => ({
    stream: { kind: 'team', id: id(row) },
    type: 'RegisterTeam',
    occurredAt: at(row),
    data: { name: name(row) ?? id(row), timeZone: zone },
  });
}
