import { checkedScope, type Grant, type Principal, Refusal, type Role, ROLES, VOUCHED } from '#kept/domain';
import { createHash } from 'node:crypto';
import { base32 } from '../key-text.js';
import { type CheckedTokenSettings } from './token-settings.js';

/** Roles that are bound to no team: what a token says about teams does not concern them. */
const EVERYWHERE: readonly Role[] = ['auditor', 'admin'];

/**
 * Who a token’s bearer is; `undefined` where its claims give no role that we know, or one with teams or grants that it
 * cannot have. Nothing is guessed: a claim that is missing grants nothing.
 */
export function principalFrom(
  payload: { iss?: unknown; sub?: unknown },
  { claims }: Pick<CheckedTokenSettings, 'claims'>,
): Principal | undefined {
  const { iss, sub } = payload;
  const [role, ...others] = texts(claimAt(payload, claims.role)).filter(isRole);
  // Two roles are no role: which of them was meant is not for us to choose.
  if (typeof iss !== 'string' || typeof sub !== 'string' || role === undefined || others.length > 0) return undefined;
  const teams = EVERYWHERE.includes(role) ? 'all' : texts(claimAt(payload, claims.teams));
  const grants = texts(claimAt(payload, claims.grants)) as Grant[];
  try {
    return { id: vouchedPrincipal(iss, sub), ...checkedScope({ role, teams, grants }) };
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

/**
 * The principal of somebody whom an identity provider vouches for. Subjects have any form, so the name is a hash of
 * both: no two are alike, and none is that of a key’s holder.
 */
export function vouchedPrincipal(issuer: string, subject: string): string {
  const both = JSON.stringify([issuer, subject]);
  return VOUCHED + base32(createHash('sha256').update(both).digest());
}

const isRole = (text: string): text is Role => (ROLES as readonly string[]).includes(text);

/** The claim of that whole name, else the one at the end of the path: names of claims are often addresses, with dots. */
function claimAt(payload: object, path: string): unknown {
  if (Object.hasOwn(payload, path)) return (payload as Record<string, unknown>)[path];
  return path
    .split('.')
    .reduce<unknown>(
      (value, name) =>
        typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined,
      payload,
    );
}

/** A text or a list of texts; anything else says nothing. */
function texts(claim: unknown): string[] {
  const values: unknown[] = Array.isArray(claim) ? claim : [claim];
  return values.every((value) => typeof value === 'string') ? values : [];
}
