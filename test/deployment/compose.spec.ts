import { afterAll, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../support/kept.js';
import { type Compose, composeIn, isOnce, type Service } from './compose.js';
import { breaksOf, LAWS } from './laws.js';

const file = join(root, 'docker-compose.yml');
const text = readFileSync(file, 'utf8');

/** The file with one thing changed: what breaks a law, named in the same words. */
const PLANTED: Record<string, [change: (service: Service, all: Compose) => void, found: string][]> = {
  'images are pinned': [
    [(worker) => (worker.image = 'kept:latest'), 'worker, it runs kept:latest'],
    [(worker) => (worker.image = 'kept'), 'worker, it runs kept'],
    [(worker) => delete worker.image, 'worker, it runs nothing'],
  ],
  'who runs for long is asked how it is': [[(worker) => delete worker.healthcheck, 'worker, it has no health check']],
  'ports are published on loopback': [
    [(worker) => (worker.ports = ['4780:4780']), 'worker, it publishes 4780:4780'],
    [(worker) => (worker.ports = ['0.0.0.0:1:1']), 'worker, it publishes 0.0.0.0:1:1'],
  ],
  'volumes have names': [
    [(worker) => worker.volumes!.push('./data:/data'), 'worker, it mounts ./data:/data'],
    [(worker) => worker.volumes!.push('/data'), 'worker, it mounts /data'],
  ],
  'no secret is written down': [
    [(worker) => (worker.environment!['POSTGRES_PASSWORD'] = 'hunter2'), 'worker, POSTGRES_PASSWORD holds a secret'],
    [(worker) => (worker.environment!['AT'] = 'esdb://a:b@c'), 'worker, AT holds a secret'],
  ],
  'secrets come from files': [
    [(worker) => (worker.secrets = ['read-model', 'secrets-key']), 'worker, it reads the secret event-store'],
    [(_, all) => delete all.secrets!['read-model']!.file, 'worker, read-model is no file'],
  ],
  'settings are known to the server': [
    [(worker) => (worker.environment!['KEPT_ROLL'] = 'api'), 'worker, KEPT_ROLL is no setting'],
    [(worker) => (worker.environment!['KEPT_PORT_FILE'] = '/x'), 'worker, KEPT_PORT_FILE is no setting'],
    [(worker) => (worker.environment!['KEPT_PORT'] = 'http'), 'worker, KEPT_PORT is “http”'],
  ],
  'a service belongs to one profile': [
    [(worker) => delete worker.profiles, 'worker, it is in no one profile'],
    [(worker) => (worker.profiles = ['development']), 'worker, it needs postgres, which is in another profile'],
  ],
  'who needs others waits for them': [
    [(worker) => (worker.depends_on!['postgres'] = {}), 'worker, it does not wait for postgres'],
    [
      (worker) => (worker.depends_on!['event-store-access'] = { condition: 'service_started' }),
      'worker, it does not wait for event-store-access',
    ],
  ],
  'nobody has more rights than needed': [
    [(worker) => delete worker.read_only, 'worker, its files can be written'],
    [(worker) => (worker.cap_drop = []), 'worker, it keeps capabilities'],
    [(worker) => delete worker.security_opt, 'worker, it may gain privileges'],
    [(worker) => (worker.user = '0:0'), 'worker, it runs as 0:0'],
    [(worker) => delete worker.user, 'worker, it runs as whoever the image says'],
  ],
  'who runs for long is started again': [[(worker) => delete worker.restart, 'worker, its restart policy is none']],
  'a server has the time that it takes to stop': [
    [(worker) => (worker.stop_grace_period = '20s'), 'worker, it is killed after 20s'],
    [(worker) => delete worker.stop_grace_period, 'worker, it is killed after 10s'],
  ],
};

describe('docker-compose.yml', () => {
  it('breaks no law', () => expect(breaksOf(composeIn(text))).toEqual([]));

  it('has every law proved by what breaks it', () => expect(Object.keys(PLANTED)).toEqual(Object.keys(LAWS)));

  describe.each(Object.entries(PLANTED))('%s', (law, planted) => {
    it.each(planted)('%#', (change, found) => {
      const all = composeIn(text);
      change(all.services['worker']!, all);
      expect(breaksOf(all)).toContainEqual(expect.stringContaining(`${law}: ${found}`));
    });
  });

  it('names nothing that nobody uses, and files that are there', () => {
    const { services, volumes = {}, secrets = {}, configs = {} } = composeIn(text);
    const used = Object.values(services);
    expect(Object.keys(volumes).sort()).toEqual(
      [...new Set(used.flatMap((one) => one.volumes ?? []).map((volume) => volume.split(':')[0]))].sort(),
    );
    expect(Object.keys(secrets).sort()).toEqual([...new Set(used.flatMap((one) => one.secrets ?? []))].sort());
    for (const { file: config } of Object.values(configs)) expect(existsSync(join(root, config!))).toBe(true);
  });

  it.each(['production', 'development'])('%s has the parts that the guide lists', (profile) => {
    const guide = readFileSync(join(root, 'docs/operations/roles.md'), 'utf8');
    const { services } = composeIn(text);
    const named = Object.keys(services).filter((name) => services[name]!.profiles?.includes(profile));
    const listed = [...guide.matchAll(new RegExp(`^\\| \`([\\w-]+)\` \\| ${profile} \\|`, 'gm'))].map(
      ([, name]) => name!,
    );
    expect(listed.sort()).toEqual(named.sort());
    // Someone who runs for long waits for each who ends: only then does `up --wait` take its end for a success.
    const awaited = named.flatMap((name) => Object.keys(services[name]!.depends_on ?? {}));
    for (const name of named) if (isOnce(services[name]!)) expect(awaited).toContain(name);
  });
});

const compose = spawnSync('docker', ['compose', 'version'], { encoding: 'utf8' });
const missing = compose.status === 0 ? undefined : (compose.error?.message ?? compose.stderr.trim().split('\n')[0]!);
if (missing) process.stderr.write(`skipped: what \`docker compose config\` says of docker-compose.yml — ${missing}\n`);

(missing ? describe.skip : describe)('docker compose', () => {
  const home = mkdtempSync(join(tmpdir(), 'kept-compose-'));
  afterAll(() => rmSync(home, { recursive: true }));

  it.each(['production', 'development'])('takes the profile %s', (profile) => {
    spawnSync(process.execPath, [join(root, 'deployment/make-secrets.js'), home]);
    const { status, stderr } = spawnSync(
      'docker',
      ['compose', '--file', file, '--profile', profile, 'config', '--quiet'],
      { encoding: 'utf8', env: { ...process.env, SECRETS: home } },
    );
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
});
