import { IN_FILES } from '#kept/workspace';
import { configFrom, ConfigRefused } from '../../apps/server/config/config.js';
import { VARIABLES } from '../../apps/server/config/variables.js';
import { type Compose, isOnce, type Service } from './compose.js';

/** Says of a service what is wrong with it. */
type Law = (service: Service, all: Compose) => string[];

/** What every Compose file of ours keeps to, by name. */
export const LAWS: Readonly<Record<string, Law>> = {
  'images are pinned': ({ image = 'nothing' }) =>
    /^[\w./-]+:(?!latest\b)[\w.-]*\d[\w.-]*$/.test(image) ? [] : [`it runs ${image}`],

  'who runs for long is asked how it is': (service) =>
    isOnce(service) || service.healthcheck?.test ? [] : ['it has no health check'],

  'ports are published on loopback': ({ ports = [] }) =>
    ports.filter((port) => !port.startsWith('127.0.0.1:')).map((port) => `it publishes ${port}`),

  'volumes have names': ({ volumes = [] }, all) =>
    volumes
      .map((volume) => volume.split(':'))
      .filter(([source, target]) => target === undefined || !Object.hasOwn(all.volumes ?? {}, source!))
      .map((parts) => `it mounts ${parts.join(':')}`),

  'no secret is written down': ({ environment = {} }) =>
    Object.entries(environment)
      .filter(([name, value]) => isLiteralSecret(name, value))
      .map(([name]) => `${name} holds a secret`),

  'secrets come from files': ({ environment = {}, secrets = [] }, all) => [
    ...secrets.filter((name) => all.secrets?.[name]?.file === undefined).map((name) => `${name} is no file`),
    ...Object.values(environment)
      .flatMap((value) => /^\/run\/secrets\/(.+)$/.exec(value)?.[1] ?? [])
      .filter((name) => !secrets.includes(name))
      .map((name) => `it reads the secret ${name}, and is not given it`),
  ],

  'settings are known to the server': ({ environment = {} }) => settingProblems(environment),

  'a service belongs to one profile': ({ profiles = [], depends_on = {} }, all) => [
    ...(profiles.length === 1 && ['production', 'development'].includes(profiles[0]!)
      ? []
      : ['it is in no one profile']),
    ...Object.keys(depends_on)
      .filter((other) => all.services[other]?.profiles?.[0] !== profiles[0])
      .map((other) => `it needs ${other}, which is in another profile`),
  ],

  'who needs others waits for them': ({ depends_on = {} }, all) =>
    Object.entries(depends_on)
      .filter(([name, { condition }]) => {
        const other = all.services[name];
        return !other || condition !== (isOnce(other) ? 'service_completed_successfully' : 'service_healthy');
      })
      .map(([name]) => `it does not wait for ${name}`),

  'nobody has more rights than needed': (service) => [
    ...(service.read_only === true ? [] : ['its files can be written']),
    ...(service.cap_drop?.includes('ALL') ? [] : ['it keeps capabilities']),
    ...(service.security_opt?.includes('no-new-privileges:true') ? [] : ['it may gain privileges']),
    ...(isOnce(service) || isUnprivileged(service) ? [] : [`it runs as ${service.user ?? 'whoever the image says'}`]),
  ],

  'who runs for long is started again': ({ restart }) =>
    restart === 'no' || restart === 'unless-stopped' ? [] : [`its restart policy is ${restart ?? 'none'}`],

  'a server has the time that it takes to stop': (service) => {
    if (!isKept(service) || isOnce(service)) return [];
    const [, seconds] = /^(\d+)s$/.exec(service.stop_grace_period ?? '') ?? [];
    const takes = configFrom({ KEPT_SHUTDOWN_TIMEOUT: service.environment?.['KEPT_SHUTDOWN_TIMEOUT'] }).shutdownTimeout;
    return Number(seconds ?? 0) * 1_000 > takes ? [] : [`it is killed after ${service.stop_grace_period ?? '10s'}`];
  },
};

/** Every break of a law, as a sentence. */
export const breaksOf = (all: Compose): string[] =>
  Object.entries(all.services).flatMap(([name, service]) =>
    Object.entries(LAWS).flatMap(([law, broken]) => broken(service, all).map((how) => `${law}: ${name}, ${how}`)),
  );

const isKept = ({ image = '' }: Service): boolean => image.startsWith('kept:');

const isUnprivileged = ({ user = 'root' }: Service): boolean => !/^(root|0)(:|$)/.test(user);

/** The value of a secret, or an address with a password in it. */
const isLiteralSecret = (name: string, value: string): boolean =>
  /:\/\/[^/@\s]*:[^/@\s]+@/.test(value) ||
  (/PASSWORD|SECRET|TOKEN|_KEY\b/.test(name) && !name.endsWith('_FILE') && !/^\$\{\w+:\?/.test(value));

const SECRET_FILES: readonly string[] = IN_FILES.map((name) => `${name}_FILE`);

function settingProblems(environment: Record<string, string>): string[] {
  const ours = Object.keys(environment).filter((name) => name.startsWith('KEPT_'));
  const unknown = ours.filter((name) => !SECRET_FILES.includes(name) && !Object.hasOwn(VARIABLES, name));
  if (unknown.length > 0) return unknown.map((name) => `${name} is no setting`);
  try {
    configFrom(valuesOf(environment));
    return [];
  } catch (error) {
    if (error instanceof ConfigRefused) return [...error.problems];
    throw error;
  }
}

/** Without what is in files: they are not here. */
const valuesOf = (environment: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(environment).filter(([name]) => !SECRET_FILES.includes(name)));
