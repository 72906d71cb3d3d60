import { type JSONWebKeySet } from 'jose';

/** Signatures by a key that only the identity provider has. A shared secret could be used by whoever verifies. */
export const ALGORITHMS = [
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  ...['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'],
] as const;

/** How tokens of an identity provider are judged. */
export interface TokenSettings {
  issuer: string;
  /** Who the tokens must be meant for. */
  audience: string;
  /** Accepted, and no other whatever the token says of itself. Default: RS256, PS256, ES256, EdDSA. */
  algorithms?: readonly string[];
  /** Of the token’s header: an id token is no access token. Default `at+jwt` (RFC 9068). */
  type?: string;
  /** By how many seconds clocks may disagree. Default 5. */
  clockTolerance?: number;
  /** Where the provider’s keys are: fetched when needed, and again for an unknown key id, at most every 30 s. */
  keys: { url: string } | { set: JSONWebKeySet };
  /** Which claims say what: a name, or a path with dots. Defaults `kept_role`, `kept_teams`, `kept_grants`. */
  claims?: { role?: string; teams?: string; grants?: string };
}

export interface CheckedTokenSettings extends Required<Omit<TokenSettings, 'claims' | 'algorithms'>> {
  algorithms: string[];
  claims: { role: string; teams: string; grants: string };
}

/** The settings cannot be meant. The message says what to change. */
export class TokenSettingsWrong extends Error {
  constructor(problem: string) {
    super(`tokens: ${problem}`);
    this.name = 'TokenSettingsWrong';
  }
}

const DEFAULT_ALGORITHMS = ['RS256', 'PS256', 'ES256', 'EdDSA'];
const MOST_TOLERANCE = 300;
const LOOPBACK = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/;

/** The settings with their defaults. @throws TokenSettingsWrong */
export function checkedTokenSettings(settings: TokenSettings): CheckedTokenSettings {
  const { issuer, audience, keys, algorithms = DEFAULT_ALGORITHMS, type = 'at+jwt', clockTolerance = 5 } = settings;
  for (const [name, value] of Object.entries({ issuer, audience, type }))
    if (value.trim() === '') throw new TokenSettingsWrong(`${name} is empty`);
  if (algorithms.length === 0) throw new TokenSettingsWrong('no algorithm is accepted, so no token would be');
  for (const algorithm of algorithms)
    if (!(ALGORITHMS as readonly string[]).includes(algorithm))
      throw new TokenSettingsWrong(`algorithm ${algorithm} is not accepted; choose from ${ALGORITHMS.join(', ')}`);
  if (!Number.isInteger(clockTolerance) || clockTolerance < 0 || clockTolerance > MOST_TOLERANCE)
    throw new TokenSettingsWrong(`clockTolerance is a whole number of seconds from 0 to ${MOST_TOLERANCE}`);
  if ('url' in keys) mustBePrivate(keys.url);
  const { role = 'kept_role', teams = 'kept_teams', grants = 'kept_grants' } = settings.claims ?? {};
  const claims = { role, teams, grants };
  return { issuer, audience, type, clockTolerance, keys, algorithms: [...algorithms], claims };
}

/** Who can change the keys on their way can make any token. */
function mustBePrivate(text: string): void {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && LOOPBACK.test(url.hostname))) return;
  throw new TokenSettingsWrong(`the address of the keys must begin with https:, not be ${text}`);
}
