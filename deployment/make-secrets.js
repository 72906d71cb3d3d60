// Makes what is missing of the secrets that docker-compose.yml names, and changes nothing that is there:
//
//   node deployment/make-secrets.js [directory]
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const directory = process.argv[2] ?? 'secrets';
mkdirSync(directory, { recursive: true });
// Containers read the files as users of their own, whom nobody here knows by number: so the files are open, and what
// keeps everybody else out is the directory.
chmodSync(directory, 0o700);

/** A secret as it is, or as it is made now. */
function secret(name, make) {
  const file = join(directory, name);
  if (!existsSync(file)) {
    writeFileSync(file, `${make()}\n`, { mode: 0o444, flag: 'wx' });
    process.stdout.write(`made ${file}\n`);
  }
  return readFileSync(file, 'utf8').trim();
}

/** Letters, digits, `-` and `_`: nothing that an address would have to encode. */
const password = () => randomBytes(24).toString('base64url');

const admin = secret('event-store-admin-password', password);
// The only way in which its servers take the passwords of the users that they make at their first start.
secret(
  'event-store.env',
  () => `EVENTSTORE_DEFAULT_ADMIN_PASSWORD=${admin}\nEVENTSTORE_DEFAULT_OPS_PASSWORD=${password()}`,
);
secret('event-store', () => {
  const hosts = ['event-store-1:2113', 'event-store-2:2113', 'event-store-3:2113'];
  return `esdb://kept:${password()}@${hosts.join(',')}?tlsCAFile=/certificates/ca.crt`;
});

secret('postgres-admin-password', password);
const kept = secret('postgres-kept-password', password);
secret('read-model', () => `postgres://kept:${kept}@postgres:5432/kept`);

secret('secrets-key', () => randomBytes(32).toString('base64'));
