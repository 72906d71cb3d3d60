import { checkedTokenSettings, type TokenSettings, TokenSettingsWrong } from '#kept/application';
import { readFileSync } from 'node:fs';
import { given } from '../http/given.js';
import { type Config } from './variables.js';

type TokenConfig = { readonly [Name in keyof Config as Name extends `oidc${string}` ? Name : never]: Config[Name] };

/** How tokens are judged, where an identity provider is named; and what is wrong where it is named by halves. */
export function tokenSettingsFrom(config: TokenConfig): { settings?: TokenSettings; problems: string[] } {
  const { oidcIssuer: issuer, oidcAudience: audience, oidcJwksUrl: url, oidcJwksFile: file } = config;
  const named = Object.entries(config).some(([name, value]) => name.startsWith('oidc') && value !== undefined);
  if (!named) return { problems: [] };
  const problems = [
    ...(issuer === undefined ? ['KEPT_OIDC_ISSUER is missing; without it the other KEPT_OIDC_… say nothing.'] : []),
    ...(audience === undefined ? ['KEPT_OIDC_AUDIENCE is missing; tokens meant for others would be accepted.'] : []),
    ...((url === undefined) === (file === undefined)
      ? ['Give either KEPT_OIDC_JWKS_URL or KEPT_OIDC_JWKS_FILE: without the provider’s keys nothing can be verified.']
      : []),
  ];
  if (issuer === undefined || audience === undefined || problems.length > 0) return { problems };
  try {
    const keys = url === undefined ? { set: JSON.parse(readFileSync(file!, 'utf8')) as never } : { url };
    const settings = { issuer, audience, keys, ...choicesOf(config) };
    checkedTokenSettings(settings);
    return { settings, problems };
  } catch (error) {
    return { problems: [sentence(error, file)] };
  }
}

function choicesOf(config: TokenConfig): Partial<TokenSettings> {
  const { oidcAlgorithms: algorithms, oidcType: type, oidcClockTolerance: clockTolerance } = config;
  const { oidcRoleClaim: role, oidcTeamsClaim: teams, oidcGrantsClaim: grants } = config;
  return { claims: given({ role, teams, grants }), ...given({ algorithms, type, clockTolerance }) };
}

function sentence(error: unknown, file: string | undefined): string {
  const problem = error instanceof Error ? error.message : String(error);
  if (error instanceof TokenSettingsWrong) return `KEPT_OIDC_… cannot be meant: ${problem}.`;
  return `KEPT_OIDC_JWKS_FILE is “${file ?? ''}”, and cannot be read: ${problem}.`;
}
