import { type z } from 'zod';
import { flag, httpUrl, list, origins, pairs, secretsKeys, targets, text, whole, words } from './kinds.js';

/** Every variable the server reads, with its default and what it is for. docs/reference/server.md lists them. */
export const VARIABLES = {
  KEPT_DATA: text.default('./data').describe('the directory the ledger lives in'),
  KEPT_ROLE: words('all', 'api', 'worker')
    .default('all')
    .describe('what this process does: answer requests (api), project, watch and deliver (worker), or both'),
  KEPT_EVENT_STORE: text
    .optional()
    .describe('where the ledger is: sqlite:FILE or esdb://…; by default a file in that directory'),
  KEPT_READ_MODEL: text
    .optional()
    .describe('where its read model is: sqlite:FILE or postgres://…; by default a file in that directory'),
  KEPT_DELIVERIES: text
    .optional()
    .describe(
      'where the journal of web hooks is: sqlite:FILE or postgres://…; by default with the read model, or in a file in that directory',
    ),
  KEPT_HOST: text.default('127.0.0.1').describe('the address to listen on; loopback unless told otherwise'),
  KEPT_PORT: whole(0, 65_535).default(4780).describe('the port to listen on; 0 takes a free one'),
  KEPT_LOG: words('silent', 'error', 'warn', 'info', 'debug').default('info').describe('what is logged'),
  KEPT_CORS_ORIGINS: origins.default([]).describe('origins that browsers may call from, with commas; none by default'),
  KEPT_TRUST_PROXY: flag.default(false).describe('whether X-Forwarded-For is believed'),
  KEPT_BODY_LIMIT: whole(1_024, 16_777_216).default(262_144).describe('bytes a request body may have'),
  KEPT_HEADER_LIMIT: whole(4_096, 65_536).default(16_384).describe('bytes the headers of a request may have'),
  KEPT_REQUEST_TIMEOUT: whole(100, 600_000).default(30_000).describe('milliseconds a request may take to arrive'),
  KEPT_IDLE_TIMEOUT: whole(100, 3_600_000)
    .default(120_000)
    .describe('milliseconds a connection may stand still while a request or an answer is on its way'),
  KEPT_READ_WAIT: whole(0, 60_000)
    .default(5_000)
    .describe('milliseconds a question waits for the position it asks for'),
  KEPT_RATE_LIMIT: whole(0, 10_000_000).default(6_000).describe('requests a minute for one principal; 0 for no limit'),
  KEPT_ADDRESS_RATE_LIMIT: whole(0, 10_000_000)
    .default(12_000)
    .describe('requests a minute from one address by callers who are not known; 0 for no limit'),
  KEPT_STREAM_LIMIT: whole(1, 10_000)
    .default(20)
    .describe('streams of events, and polls that wait for one, that one principal may hold open'),
  KEPT_STREAM_HEARTBEAT: whole(10, 600_000)
    .default(15_000)
    .describe('milliseconds between two signs of life on a stream of events'),
  KEPT_MAX_LAG: whole(1, 1_000_000_000)
    .default(100_000)
    .describe('events the answers may lag behind before the server says it is not ready'),
  KEPT_SHUTDOWN_TIMEOUT: whole(0, 600_000)
    .default(20_000)
    .describe('milliseconds that accepted requests are given when the server stops'),
  KEPT_SECRETS_KEY: secretsKeys
    .optional()
    .describe(
      'the key that secrets are sealed with, 32 bytes in base64, and with commas earlier ones, which only open; by default a file secrets.key in that directory',
    )
    .meta({ secret: true }),
  KEPT_DELIVERY_ALLOW: targets
    .optional()
    .describe('hosts, addresses and networks beside the public Internet that deliveries may go to; none by default'),
  KEPT_OTEL_ENDPOINT: httpUrl
    .optional()
    .describe('where traces and metrics go, by OTLP over HTTP: http://localhost:4318; nowhere by default'),
  KEPT_OTEL_HEADERS: pairs
    .optional()
    .describe('headers for that endpoint, name=value with commas')
    .meta({ secret: true }),
  KEPT_OIDC_ISSUER: text.optional().describe('the identity provider whose access tokens are accepted; none by default'),
  KEPT_OIDC_AUDIENCE: text.optional().describe('whom its tokens must be meant for'),
  KEPT_OIDC_JWKS_URL: httpUrl.optional().describe('where the provider publishes its keys'),
  KEPT_OIDC_JWKS_FILE: text.optional().describe('a file with the provider’s keys, instead of that address'),
  KEPT_OIDC_ALGORITHMS: list
    .optional()
    .describe('signatures that are accepted, with commas; RS256, PS256, ES256 and EdDSA by default'),
  KEPT_OIDC_TYPE: text.optional().describe('the type in the header of its tokens; at+jwt by default'),
  KEPT_OIDC_CLOCK_TOLERANCE: whole(0, 300)
    .optional()
    .describe('seconds by which its clock and ours may disagree; 5 by default'),
  KEPT_OIDC_ROLE_CLAIM: text.optional().describe('the claim that says the role; kept_role by default'),
  KEPT_OIDC_TEAMS_CLAIM: text.optional().describe('the claim that says the teams; kept_teams by default'),
  KEPT_OIDC_GRANTS_CLAIM: text.optional().describe('the claim that says what is granted; kept_grants by default'),
} as const;

export type VariableName = keyof typeof VARIABLES;

/** `BODY_LIMIT` is `bodyLimit`. */
type Camel<Name extends string> = Name extends `${infer Head}_${infer Tail}`
  ? `${Lowercase<Head>}${Capitalize<Camel<Tail>>}`
  : Lowercase<Name>;

/** The validated configuration: `KEPT_BODY_LIMIT` is `bodyLimit`. */
export type Config = {
  readonly [Name in VariableName as Name extends `KEPT_${infer Rest}` ? Camel<Rest> : never]: z.output<
    (typeof VARIABLES)[Name]
  >;
};

export const settingOf = (name: VariableName): keyof Config =>
  name
    .slice('KEPT_'.length)
    .toLowerCase()
    .replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase()) as keyof Config;

/** Whether what a variable holds is nobody else's business. */
export const isSecret = (name: VariableName): boolean => VARIABLES[name].meta()?.['secret'] === true;

/** Without the passwords that addresses may carry: `user:password@host`. */
export const masked = (value: string): string => value.replaceAll(/(\w+:\/\/)[^/@\s]+@/g, '$1••••••@');
