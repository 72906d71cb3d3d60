import { z } from 'zod';

/** What is wrong with the configuration, one sentence a line. */
export class ConfigRefused extends Error {
  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'ConfigRefused';
  }
}

const flag = z.enum(['true', 'false', '1', '0']).transform((word) => word === 'true' || word === '1');
const list = z.string().transform((text) => text.split(',').flatMap((part) => part.trim() || []));
const whole = (least: number, most: number) => z.coerce.number().int().min(least).max(most);

/** Every variable the server reads, with its default. `.describe` is what the printed summary and the docs say. */
export const VARIABLES = {
  KEPT_DATA: z.string().min(1).default('./data').describe('where the ledger lives'),
  KEPT_HOST: z
    .string()
    .min(1)
    .default('127.0.0.1')
    .describe('the address to listen on; loopback unless told otherwise'),
  KEPT_PORT: whole(0, 65_535).default(4780).describe('the port to listen on; 0 takes a free one'),
  KEPT_LOG: z.enum(['silent', 'error', 'warn', 'info', 'debug']).default('info').describe('what is logged'),
  KEPT_CORS_ORIGINS: list.default([]).describe('origins that browsers may call from, with commas; none by default'),
  KEPT_TRUST_PROXY: flag.default(false).describe('whether X-Forwarded-For is believed'),
  KEPT_BODY_LIMIT: whole(1_024, 16_777_216).default(262_144).describe('bytes a request body may have'),
  KEPT_REQUEST_TIMEOUT: whole(100, 600_000).default(30_000).describe('milliseconds a request may take to arrive'),
  KEPT_READ_WAIT: whole(0, 60_000)
    .default(5_000)
    .describe('milliseconds a question waits for the position it asks for'),
  KEPT_RATE_LIMIT: whole(0, 10_000_000).default(6_000).describe('requests a minute for one principal; 0 for no limit'),
  KEPT_MAX_LAG: whole(1, 1_000_000_000)
    .default(100_000)
    .describe('events the answers may lag behind before the server says it is not ready'),
} as const;

export type VariableName = keyof typeof VARIABLES;

/** The validated configuration. */
export interface Config {
  data: string;
  host: string;
  port: number;
  log: 'silent' | 'error' | 'warn' | 'info' | 'debug';
  corsOrigins: readonly string[];
  trustProxy: boolean;
  bodyLimit: number;
  requestTimeout: number;
  readWait: number;
  rateLimit: number;
  maxLag: number;
}

/** @throws ConfigRefused naming every variable that is wrong, and what it may be */
export function configFrom(environment: Readonly<Record<string, string | undefined>>): Config {
  const unknown = Object.keys(environment).filter((name) => name.startsWith('KEPT_') && !isKnown(name));
  const read = z.object(VARIABLES).safeParse(environment);
  const problems = [
    ...(read.success ? [] : read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)),
    ...unknown.map((name) => `${name}: there is no such variable`),
  ];
  if (problems.length > 0) throw new ConfigRefused(problems);
  const values = read.data!;
  return {
    data: values.KEPT_DATA,
    host: values.KEPT_HOST,
    port: values.KEPT_PORT,
    log: values.KEPT_LOG,
    corsOrigins: values.KEPT_CORS_ORIGINS,
    trustProxy: values.KEPT_TRUST_PROXY,
    bodyLimit: values.KEPT_BODY_LIMIT,
    requestTimeout: values.KEPT_REQUEST_TIMEOUT,
    readWait: values.KEPT_READ_WAIT,
    rateLimit: values.KEPT_RATE_LIMIT,
    maxLag: values.KEPT_MAX_LAG,
  };
}

/** Read by other commands, or by tests; not the server's business. */
const ELSEWHERE = /^KEPT_(LANG|DEBUG|BENCH_\w+|TEST_\w+)$/;

const isKnown = (name: string): boolean => Object.hasOwn(VARIABLES, name) || ELSEWHERE.test(name);
