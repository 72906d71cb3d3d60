import { describe, expect, it } from '@jest/globals';
import { IN_FILES } from '#kept/workspace';
import { readFileSync } from 'node:fs';
import { configFrom, ConfigRefused } from './config.js';
import { summaryOf } from './summary.js';
import { isSecret, settingOf, type VariableName, VARIABLES } from './variables.js';

/** What is said of an environment that is refused. */
function problemsOf(environment: Record<string, string>): readonly string[] {
  try {
    configFrom(environment);
  } catch (error) {
    if (error instanceof ConfigRefused) return error.problems;
    throw error;
  }
  return [];
}

describe('the configuration', () => {
  it('has a default for everything, and listens on loopback only', () => {
    expect(configFrom({})).toMatchObject({ data: './data', host: '127.0.0.1', port: 4780, corsOrigins: [] });
    expect(configFrom({}).otelEndpoint).toBeUndefined();
  });

  it('takes an empty variable for one that was not given', () => {
    expect(configFrom({ KEPT_PORT: '', KEPT_OTEL_ENDPOINT: '' })).toEqual(configFrom({}));
  });

  it('says of every wrong value what it may be, all at once', () => {
    expect(problemsOf({ KEPT_PORT: '70000', KEPT_LOG: 'loud', KEPT_TRUST_PROXY: 'maybe' })).toEqual([
      'KEPT_PORT is “70000”; it must be a whole number from 0 to 65535 (the port to listen on; 0 takes a free one).',
      'KEPT_LOG is “loud”; it must be one of: silent, error, warn, info, debug (what is logged).',
      'KEPT_TRUST_PROXY is “maybe”; it must be true or false (whether X-Forwarded-For is believed).',
    ]);
  });

  it.each(['1e3', '0x10', ' 80 ', '-1', '8.5'])('takes %j for no whole number', (port) => {
    expect(problemsOf({ KEPT_PORT: port })).toHaveLength(1);
  });

  it.each(['https://a.example/', 'a.example', '*', 'ftp://a.example'])('takes %j for no origin', (origin) => {
    expect(problemsOf({ KEPT_CORS_ORIGINS: `https://b.example, ${origin}` })).toHaveLength(1);
  });

  it('refuses a variable that it does not know, and says which may be meant', () => {
    expect(problemsOf({ KEPT_RATELIMIT: '5', KEPT_TIMEOUT: '5', PATH: '/bin', KEPT_LANG: 'zh' })).toEqual([
      'KEPT_RATELIMIT is not known here; the known ones are in docs/reference/server.md.',
      'KEPT_TIMEOUT is not known here; is KEPT_REQUEST_TIMEOUT meant?',
    ]);
  });

  it('is shown without its secrets', () => {
    const summary = summaryOf(
      configFrom({
        KEPT_OTEL_ENDPOINT: 'https://user:s3cret@collector.example:4318',
        KEPT_OTEL_HEADERS: 'authorization=Bearer t0ken',
        KEPT_DELIVERIES: 'postgres://kept:s3cret@db.example/kept',
      }),
    );
    expect(summary).toContain('https://••••••@collector.example:4318');
    expect(summary).toContain('postgres://••••••@db.example/kept');
    expect(summary).toMatch(/KEPT_OTEL_HEADERS +••••••/);
    expect(summary).not.toMatch(/s3cret|t0ken/);
  });

  it('does not repeat a secret that is wrong', () => {
    expect(problemsOf({ KEPT_OTEL_HEADERS: 's3cret' }).join()).not.toContain('s3cret');
  });

  it('may name a file for every secret, and says so when it cannot be read', () => {
    for (const name of (Object.keys(VARIABLES) as VariableName[]).filter(isSecret)) expect(IN_FILES).toContain(name);
    const file = new URL('../../../package.json', import.meta.url).pathname;
    expect(configFrom({ KEPT_READ_MODEL_FILE: file }).readModel).toContain('"name": "kept"');
    expect(problemsOf({ KEPT_READ_MODEL_FILE: `${file}.no` })).toEqual([
      `KEPT_READ_MODEL_FILE is “${file}.no”, and cannot be read (ENOENT).`,
    ]);
  });

  it('is in the manual, with every default', () => {
    const manual = readFileSync(new URL('../../../docs/reference/server.md', import.meta.url), 'utf8');
    const rows = (Object.keys(VARIABLES) as VariableName[]).map((name) => {
      const value = configFrom({})[settingOf(name)];
      const none = value === undefined || (Array.isArray(value) && value.length === 0);
      return `| \`${name}\` | ${none ? '–' : `\`${value as string | number | boolean}\``} | ${VARIABLES[name].description!} |`;
    });
    expect(manual.match(/^\| `KEPT_.*$/gm)).toEqual(rows);
  });
});
