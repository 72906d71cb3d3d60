import { describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { configFrom } from '../../apps/server/config/config.js';
import { root, temporaryDirectory } from '../support/kept.js';
import { composeIn } from './compose.js';

const make = (directory: string): string =>
  execFileSync(process.execPath, [join(root, 'deployment/make-secrets.js'), directory], { encoding: 'utf8' });

describe('the secrets of a deployment', () => {
  it('are what docker-compose.yml names, and what the server takes', () => {
    const home = temporaryDirectory('secrets');
    make(home.path);
    const { secrets = {} } = composeIn(readFileSync(join(root, 'docker-compose.yml'), 'utf8'));
    expect(readdirSync(home.path).sort()).toEqual([...Object.keys(secrets), 'event-store.env'].sort());
    const file = (name: string): string => join(home.path, name);
    const { eventStore, readModel } = configFrom({
      KEPT_EVENT_STORE_FILE: file('event-store'),
      KEPT_READ_MODEL_FILE: file('read-model'),
      KEPT_SECRETS_KEY_FILE: file('secrets-key'),
    });
    expect(eventStore).toMatch(/^esdb:\/\/kept:[\w-]{32}@event-store-1:2113,/);
    // Both sides are told the same password.
    expect(readModel).toContain(`:${readFileSync(file('postgres-kept-password'), 'utf8').trim()}@`);
    expect(readFileSync(file('event-store.env'), 'utf8')).toContain(
      `ADMIN_PASSWORD=${readFileSync(file('event-store-admin-password'), 'utf8')}`,
    );
    expect(statSync(home.path).mode & 0o777).toBe(0o700);
    home.remove();
  });

  it('are made once, each for itself', () => {
    const home = temporaryDirectory('secrets');
    const all = (): string[] => readdirSync(home.path).map((name) => readFileSync(join(home.path, name), 'utf8'));
    make(home.path);
    const before = all();
    expect(make(home.path)).toBe('');
    expect(all()).toEqual(before);
    rmSync(join(home.path, 'secrets-key'));
    expect(make(home.path)).toBe(`made ${join(home.path, 'secrets-key')}\n`);
    expect(all().filter((text) => !before.includes(text))).toHaveLength(1);
    home.remove();
  });
});
