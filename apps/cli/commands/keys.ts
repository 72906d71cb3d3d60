import { type CommandMetadata, type IssuedKey, Keys, type ListedKey } from '#kept/application';
import { formatInstant, GRANTS, instant, type Instant, ROLES, type Scope } from '#kept/domain';
import { printData, say } from '#kept/terminal';
import { inWorkspace } from '#kept/workspace';
import { Command, Option } from 'commander';
import { randomUUID } from 'node:crypto';
import { gathered } from '../arguments.js';
import { expiryFrom, type KeyOptions, keyRequestFrom } from '../keys/scope.js';
import { type Column, type Format, formatted } from '../output/formats.js';
import { dataOption } from './data-option.js';
import { outputOption } from './output-option.js';

interface Where {
  data: string;
  output: Format;
}

/**
 * `kept keys`: who may use the HTTP API. It works on the data directory, so whoever owns the files owns the keys; a
 * server that has the same directory open goes by what is done here at once.
 */
export function keysCommand(): Command {
  const keys = new Command('keys');
  for (const command of [issueCommand(), listCommand(), rotateCommand(), revokeCommand()])
    keys.addCommand(command.addOption(dataOption()).addOption(outputOption()).exitOverride());
  return keys;
}

function issueCommand(): Command {
  return new Command('issue')
    .description('Issue a key. It is printed once, on stdout, and kept nowhere.')
    .requiredOption('--principal <name>', 'whose it will be: lower case, digits, dots and dashes')
    .addOption(new Option('--role <role>', 'what they may do').choices(ROLES).makeOptionMandatory())
    .option('--team <team>', 'a team they act for; may be repeated', gathered)
    .option('--all-teams', 'for an integration: all teams, also those registered later')
    .option('--grant <grant>', `what is granted beside: ${GRANTS.join(', ')}; may be repeated`, gathered)
    .option('--label <text>', 'what it is for')
    .option('--expires <moment>', 'when it ends: 2027-01-01 (UTC), with a time and an offset, or P90D from now')
    .action((options: KeyOptions & Where) =>
      withKeys(options, async (keys, by) => {
        const request = keyRequestFrom(options, by.recordedAt);
        await show(await keys.issue(request, by), options.output, request);
      }),
    );
}

function rotateCommand(): Command {
  return new Command('rotate')
    .description('Make a second key with the same scope. The first works until it is revoked.')
    .argument('<key>', 'its id, crm.k7m2q4xa')
    .option('--expires <moment>', 'when the new one ends; default: never')
    .action((key: string, options: { expires?: string } & Where) =>
      withKeys(options, async (keys, by) => {
        const { expiresAt } = expiryFrom(options.expires, by.recordedAt);
        await show(await keys.rotate(key, expiresAt, by), options.output, { replaces: key });
        say(`When the new one is in use: kept keys revoke ${key}`);
      }),
    );
}

function revokeCommand(): Command {
  return new Command('revoke')
    .description('Revoke a key, at once and for ever. What it has open is closed.')
    .argument('<key>', 'its id, crm.k7m2q4xa')
    .option('--reason <word>', 'why: leaked, left')
    .action((key: string, options: { reason?: string } & Where) =>
      withKeys(options, async (keys, by) => {
        await keys.revoke(key, options.reason, by);
        say(`Key ${key} is revoked.`);
      }),
    );
}

const COLUMNS: Column<ListedKey>[] = [
  { heading: 'key', cell: ({ id }) => id },
  { heading: 'role', cell: ({ role }) => role },
  { heading: 'teams', cell: teamsText },
  { heading: 'grants', cell: ({ grants }) => grants.join(', ') },
  { heading: 'state', cell: ({ state }) => state },
  { heading: 'issued', cell: ({ issuedAt }) => formatInstant(issuedAt) },
  { heading: 'expires', cell: ({ expiresAt }) => (expiresAt === undefined ? '' : formatInstant(expiresAt)) },
  { heading: 'label', cell: ({ label = '' }) => label },
];

function listCommand(): Command {
  return new Command('list')
    .description('List all keys there ever were, without their secrets, which are not kept.')
    .action((options: Where) =>
      withKeys(options, async (keys, { recordedAt }) => {
        const listed = await keys.list(recordedAt);
        if (options.output === 'table') await printData(formatted(listed, 'table', COLUMNS));
        else await printData(formatted(listed.map(written), options.output, []));
      }),
    );
}

function withKeys({ data }: Where, work: (keys: Keys, by: CommandMetadata) => Promise<void>): Promise<void> {
  const now = instant(Date.now());
  const by = {
    commandId: randomUUID(),
    actor: { id: 'kept', role: 'owner' },
    occurredAt: now,
    recordedAt: now,
  };
  return inWorkspace(data, {}, ({ store }) => work(new Keys(store), by));
}

/** The key alone on stdout, where a person or a shell takes it from; with its scope where a program asked for data. */
async function show({ key: id, text: key }: IssuedKey, output: Format, more: object): Promise<void> {
  say(`Key ${id}. It is shown now, and never again:`);
  if (output === 'table') await printData(`${key!}\n`);
  else await printData(formatted([written({ id, key, ...more })], output, []));
}

/** Instants as JSON has them. */
function written(row: object): object {
  const ends = (name: string): boolean => name.endsWith('At');
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      ends(name) ? formatInstant(value as Instant) : (value as unknown),
    ]),
  );
}

function teamsText({ teams }: Scope): string {
  return teams === 'all' ? 'all' : teams.join(', ');
}
