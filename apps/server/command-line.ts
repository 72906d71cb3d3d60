import { DEMO_SIZE } from '#kept/demo';
import { Command, InvalidArgumentError } from 'commander';

/** How the server is to be started: what was said on the command line, as the variables it stands for. */
export interface StartWish {
  /** How many promises the demo has, if it is to be one. */
  demo?: { commitments: number };
  environment: Record<string, string>;
}

/** Where a demo lives unless told otherwise: beside the ledger, and never in it. */
export const DEMO_DIRECTORY = './data/demo';

interface Options {
  demo?: boolean;
  commitments: number;
  data?: string;
  role?: string;
  host?: string;
  port?: string;
}

/**
 * @param words what follows the program's name
 * @throws CommanderError after having said what is wrong, or having helped
 */
export function startWish(words: readonly string[]): StartWish {
  const program = new Command('npm start --')
    .description('Starts Kept: the API and everything behind it, on one data directory.')
    .option('--demo', `on a ledger of a believable company, filled first if it is empty (in ${DEMO_DIRECTORY})`)
    .option('--commitments <number>', 'how many promises the demo has', wholeNumber, DEMO_SIZE.commitments)
    .option('--data <directory>', 'where the ledger lives (KEPT_DATA)')
    .option('--role <role>', 'what it does: all, api or worker (KEPT_ROLE)')
    .option('--host <address>', 'the address to listen on (KEPT_HOST)')
    .option('--port <number>', 'the port to listen on; 0 takes a free one (KEPT_PORT)')
    .addHelpText('after', '\nEverything else is set by variables: docs/reference/server.md.')
    .allowExcessArguments(false)
    .exitOverride()
    .showHelpAfterError()
    .parse(words, { from: 'user' });
  const { demo, commitments, ...named } = program.opts<Options>();
  const environment = Object.fromEntries(
    Object.entries(named).map(([name, value]) => [`KEPT_${name.toUpperCase()}`, value]),
  );
  return { ...(demo && { demo: { commitments } }), environment };
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1 || value > 10_000_000)
    throw new InvalidArgumentError('It must be a whole number from 1 to 10,000,000.');
  return value;
}
