import { instant, type Instant } from '#kept/domain';
import { createLocalJWKSet, createRemoteJWKSet, errors, type JWTPayload, jwtVerify, type JWTVerifyGetKey } from 'jose';
import { type Entrance } from '../session.js';
import { principalFrom } from './claims.js';
import { type CheckedTokenSettings, checkedTokenSettings, type TokenSettings } from './token-settings.js';

/** The provider’s keys cannot be had, so nobody can say whether a token is good. */
export class TokenKeysUnavailable extends Error {
  constructor(cause: unknown) {
    super('the keys of the identity provider cannot be had', { cause });
    this.name = 'TokenKeysUnavailable';
  }
}

const SECOND = 1_000;
const END_OF_TIME = Date.UTC(9999, 11, 31);
/** Longer tokens are not looked at: a good one has a few hundred characters. */
const LONGEST = 8_192;

/** Lets in those whom an identity provider vouches for by a bearer token. */
export class Tokens {
  readonly #settings: CheckedTokenSettings;
  readonly #keys: JWTVerifyGetKey;

  /** @throws TokenSettingsWrong */
  constructor(settings: TokenSettings) {
    this.#settings = checkedTokenSettings(settings);
    const { keys } = this.#settings;
    this.#keys = sayingWhenUnavailable(
      'url' in keys ? createRemoteJWKSet(new URL(keys.url)) : createLocalJWKSet(keys.set),
    );
  }

  /** @throws TokenKeysUnavailable */
  async enter(token: string, at: Instant): Promise<Entrance> {
    const refused = { entry: 'refused', because: 'bad-token' } as const;
    const payload = token.length > LONGEST ? undefined : await this.#verified(token, at);
    const principal = payload && principalFrom(payload, this.#settings);
    if (principal === undefined) return refused;
    const end = Math.floor((payload!.exp! + this.#settings.clockTolerance) * SECOND);
    return { entry: 'admitted', session: { principal, endsAt: instant(Math.min(end, END_OF_TIME)) } };
  }

  /** What a token says, if its provider says so, to us, now. */
  async #verified(token: string, at: Instant): Promise<JWTPayload | undefined> {
    const { issuer, audience, algorithms, type: typ, clockTolerance } = this.#settings;
    const asked = { issuer, audience, algorithms, typ, clockTolerance, currentDate: new Date(at) };
    try {
      return (await jwtVerify(token, this.#keys, { ...asked, requiredClaims: ['exp'] })).payload;
    } catch (error) {
      if (error instanceof errors.JOSEError) return undefined;
      throw error;
    }
  }
}

/** A key that is not in the set is the token’s fault; a set that cannot be fetched is not. */
function sayingWhenUnavailable(keys: JWTVerifyGetKey): JWTVerifyGetKey {
  return async (header, token) => {
    try {
      return await keys(header, token);
    } catch (error) {
      if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys) throw error;
      if (error instanceof errors.JOSENotSupported) throw error;
      throw new TokenKeysUnavailable(error);
    }
  };
}
