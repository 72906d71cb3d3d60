import { type PromiseMade, type Terms } from '../commitment/index.js';
import { refuse } from '../refusal.js';
import { type Team } from './team.js';
import { termsFor } from './terms.js';

/**
 * The terms of a promise under another version of its team's policy. What was agreed on the promise itself stays: a
 * tolerance of its own, and the calendar it is bound by, where it has one. A tolerance is its own where it is not what the
 * version gives under which it was made.
 * @throws Refusal `policy-unknown`
 */
export function reappliedTerms(team: Team, promise: PromiseMade['data'], version: string): Terms {
  if (team.status === 'unknown' || !team.policies.has(version)) refuse('policy-unknown', { version });
  const { terms, segment, kind, levels, recoveryOf } = promise;
  const request = { ...(segment !== undefined && { segment }), kind, levels, isRecovery: recoveryOf !== undefined };
  const reapplied = termsFor(team, request, version);
  if (terms.calendar !== undefined) reapplied.calendar = terms.calendar;
  const usual = termsFor(team, request, terms.policy).tolerance;
  return terms.tolerance === usual ? reapplied : { ...reapplied, tolerance: terms.tolerance };
}
