import { type Command } from '../command.js';
import { checkMoment } from '../moment.js';
import { refuse } from '../refusal.js';
import { principalId, VOUCHED } from './principal.js';

/** A principal has keys, or is about to: where to look when all keys are asked for. */
export interface PrincipalNamed {
  type: 'PrincipalNamed';
  data: { principal: string };
}

export type NamePrincipal = Command<'NamePrincipal', PrincipalNamed['data']>;

/** Those who were ever given a key, in the order they were. */
export type Principals = ReadonlySet<string>;

export const nobody: Principals = new Set();

/** @throws Refusal for a name that none can have, or that somebody vouched for elsewhere could have */
export function decidePrincipals({ data, metadata }: NamePrincipal, principals: Principals): PrincipalNamed[] {
  checkMoment(metadata);
  const principal = principalId(data.principal);
  if (principal.startsWith(VOUCHED)) refuse('principal-reserved', { value: principal, prefix: VOUCHED });
  return principals.has(principal) ? [] : [{ type: 'PrincipalNamed', data: { principal } }];
}

export function evolvePrincipals(principals: Principals, { data }: PrincipalNamed): Principals {
  return new Set(principals).add(data.principal);
}
