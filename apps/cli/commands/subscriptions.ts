import {
  type CommandMetadata,
  Keys,
  type Receipt,
  secretsKeyFrom,
  secretsKeyIn,
  type SigningKeyMade,
  Subscriptions,
} from '#kept/application';
import { AllowList, targetProblem } from '#kept/delivery';
import { CONTENTS, instant, parseDuration, SIGNATURES } from '#kept/domain';
import { printData, say } from '#kept/terminal';
import { inWorkspace, withSecretFiles, type Workspace } from '#kept/workspace';
import { Command, Option } from 'commander';
import { randomUUID } from 'node:crypto';
import { gathered } from '../arguments.js';
import { type Format, formatted } from '../output/formats.js';
import { type OpenOptions, replayFrom, type ReplayOptions, requestFrom } from '../subscriptions/request.js';
import { SEALED_COLUMNS, SIGNING_KEY_COLUMNS, SUBSCRIPTION_COLUMNS, written } from '../subscriptions/rows.js';
import { dataOption } from './data-option.js';
import { outputOption } from './output-option.js';

interface Where {
  data: string;
  output: Format;
}

/**
 * `kept subscriptions`: what is delivered to integrations. It works on the data directory, as `kept keys` does; a server
 * that has the same directory open goes by what is done here at once.
 */
export function subscriptionsCommand(): Command {
  const subscriptions = new Command('subscriptions');
  const commands = [openCommand(), listCommand(), showCommand(), rotateCommand(), sealedCommand(), replayCommand()];
  for (const command of [...commands, ...stopCommands()])
    subscriptions.addCommand(command.addOption(dataOption()).addOption(outputOption()).exitOverride());
  return subscriptions;
}

function openCommand(): Command {
  return new Command('open')
    .description('Open a subscription. The secret of its signing key is printed once, on stdout.')
    .argument('<url>', 'where deliveries go: https://crm.example.com/hooks')
    .requiredOption('--owner <principal>', 'whose it will be: somebody with a key that may read the feed')
    .option('--type <type>', 'a type of event: BreachDeclared; may be repeated, as all that follow', gathered)
    .option('--team <team>', 'a team; default: all that the owner’s keys reach', gathered)
    .option('--customer <customer>', 'a customer', gathered)
    .option('--segment <segment>', 'a segment of customers', gathered)
    .option('--obligation <kind>', 'breaches of an obligation: keep', gathered)
    .option('--historic', 'breaches too whose deadline had passed when their promise was recorded')
    .addOption(new Option('--content <what>', 'how much a delivery says').choices(CONTENTS).default('thin'))
    .addOption(new Option('--signature <how>', 'how it is signed').choices(SIGNATURES).default('hmac-sha256'))
    .option('--label <text>', 'what it is for')
    .action((url: string, options: OpenOptions & Where) =>
      withSubscriptions(options, async ({ subscriptions, keys, by }) => {
        const request = await requestFrom(url, options, keys, by.recordedAt);
        const { subscription, key } = await subscriptions.open(request, by);
        say(`Subscription ${subscription} is opened.`);
        await showKey(key, options.output, { subscription });
      }),
    );
}

function listCommand(): Command {
  return new Command('list')
    .description('List all subscriptions there ever were, without their secrets.')
    .option('--owner <principal>', 'only theirs')
    .action((options: { owner?: string } & Where) =>
      withSubscriptions(options, async ({ subscriptions, by }) => {
        const listed = await subscriptions.list(by.recordedAt, options.owner);
        if (options.output === 'table') await printData(formatted(listed, 'table', SUBSCRIPTION_COLUMNS));
        else await printData(formatted(written(listed) as object[], options.output, []));
      }),
    );
}

function showCommand(): Command {
  return new Command('show')
    .description('Show a subscription and its signing keys.')
    .argument('<subscription>', 'its id')
    .action((id: string, options: Where) =>
      withSubscriptions(options, async ({ subscriptions, by }) => {
        const shown = await subscriptions.get(id, by.recordedAt);
        if (options.output !== 'table') return printData(formatted([written(shown) as object], options.output, []));
        const tables = [
          formatted([shown], 'table', SUBSCRIPTION_COLUMNS),
          formatted(shown.keys, 'table', SIGNING_KEY_COLUMNS),
        ];
        await printData(tables.join('\n'));
      }),
    );
}

function rotateCommand(): Command {
  return new Command('rotate')
    .description('Make a successor of a signing key. Deliveries are signed with both until the first retires.')
    .argument('<subscription>', 'its id')
    .argument('<key>', 'the signing key’s id')
    .option('--overlap <duration>', 'how long both sign: PT1H; a day unless it is said, a week at most')
    .action((id: string, key: string, options: { overlap?: string } & Where) =>
      withSubscriptions(options, async ({ subscriptions, by }) => {
        const overlap = options.overlap === undefined ? undefined : parseDuration(options.overlap, '--overlap');
        const made = await subscriptions.rotateKey(id, key, overlap, by);
        await showKey(made, options.output, { subscription: id, replaces: key });
      }),
    );
}

function sealedCommand(): Command {
  return new Command('sealed')
    .description('List what only an earlier key of KEPT_SECRETS_KEY, or of secrets.key, opens.')
    .action((options: Where) =>
      withSubscriptions(options, async ({ subscriptions, by }) => {
        const earlier = await subscriptions.sealedEarlier(by.recordedAt);
        await printData(formatted(earlier, options.output, SEALED_COLUMNS));
        if (earlier.length === 0) say('The first key opens everything that is needed: earlier ones may go.');
      }),
    );
}

function replayCommand(): Command {
  return new Command('replay')
    .description('Deliver again: one event, all that were given up since a moment, or everything after a position.')
    .argument('<subscription>', 'its id')
    .option('--event <id>', 'one event, which is the webhook-id; with --position')
    .option('--position <position>', 'where it stands in the log')
    .option(
      '--failed-since <moment>',
      'all that were given up at 2026-03-02 (UTC), or with a time and an offset, or later',
    )
    .option('--after <position>', 'everything after a position; 0 is the beginning')
    .action((id: string, options: ReplayOptions & Where) =>
      withSubscriptions(options, async ({ subscriptions, by }) => {
        await subscriptions.requestReplay(id, replayFrom(options), by);
        say('It is asked for, and made as soon as deliveries go on.');
      }),
    );
}

/** What lets nothing through, for a while or for ever, and what lets it through again. */
function stopCommands(): Command[] {
  type Stop = (
    subscriptions: Subscriptions,
    id: string,
    reason: string | undefined,
    by: CommandMetadata,
  ) => Promise<Receipt>;
  const command = (name: string, description: string, done: string, stop: Stop): Command =>
    new Command(name)
      .description(description)
      .argument('<subscription>', 'its id')
      .option('--reason <word>', 'why: maintenance, replaced')
      .action((id: string, options: { reason?: string } & Where) =>
        withSubscriptions(options, async ({ subscriptions, by }) => {
          await stop(subscriptions, id, options.reason, by);
          say(`Subscription ${id} ${done}.`);
        }),
      );
  return [
    command('pause', 'Pause deliveries. What is recorded meanwhile is delivered later.', 'is paused', (all, ...rest) =>
      all.pause(...rest),
    ),
    command('resume', 'Let deliveries go on, after a pause or a disablement.', 'goes on', (all, ...rest) =>
      all.resume(...rest),
    ),
    command('end', 'End a subscription, for ever. Nothing more is delivered.', 'has ended', (all, ...rest) =>
      all.end(...rest),
    ),
  ];
}

interface Parts {
  subscriptions: Subscriptions;
  keys: Keys;
  by: CommandMetadata;
}

function withSubscriptions({ data }: Where, work: (parts: Parts) => Promise<void>): Promise<void> {
  const now = instant(Date.now());
  const by = { commandId: randomUUID(), actor: { id: 'kept', role: 'owner' }, occurredAt: now, recordedAt: now };
  return inWorkspace(data, {}, (workspace) =>
    work({ subscriptions: subscriptionsIn(workspace), keys: new Keys(workspace.store), by }),
  );
}

/** By the variables that the server goes by: what it seals must open there. */
function subscriptionsIn({ store, directory }: Workspace): Subscriptions {
  const { KEPT_SECRETS_KEY: key, KEPT_DELIVERY_ALLOW: allow } = withSecretFiles(process.env);
  const allowed = new AllowList(allow);
  return new Subscriptions(store, key ? secretsKeyFrom(key) : secretsKeyIn(directory), (url) =>
    targetProblem(url, allowed),
  );
}

/** What receivers verify with, alone on stdout, where a person or a shell takes it from. */
async function showKey(key: SigningKeyMade, output: Format, more: object): Promise<void> {
  const { id, algorithm, secret, publicKey } = key;
  say(
    `Signing key ${id}. ${secret === undefined ? 'Verify with its public half:' : 'It is shown now, and never again:'}`,
  );
  if (output === 'table') return printData(`${(secret ?? publicKey)!}\n`);
  const row = { ...more, key: id, algorithm, ...(secret !== undefined && { secret }), ...(publicKey && { publicKey }) };
  return printData(formatted([row], output, []));
}
