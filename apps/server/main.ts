import { Keys } from '#kept/application';
import { START } from '#kept/event-store';
import { red, say } from '#kept/terminal';
import { showKeys } from './access/show-keys.js';
import { DEMO_DIRECTORY, startWish } from './command-line.js';
import { type Config, configFrom } from './config/config.js';
import { summaryOf } from './config/summary.js';
import { demoGreeting } from './demo/greeting.js';
import { demoKey } from './demo/demo-key.js';
import { prepareDemo } from './demo/prepare-demo.js';
import { endOnFaults } from './lifecycle/faults.js';
import { stopOnSignals } from './lifecycle/signals.js';
import { logToStandardOutput } from './logging/standard-output.js';
import { startServer } from './server.js';
import { startFailure } from './start-failure.js';

/** Milliseconds until the answers of a demo are there: they have been projected while it was filled. */
const PATIENCE = 60_000;

let config: Config | undefined;
try {
  const { demo, environment } = startWish(process.argv.slice(2));
  config = configFrom({ ...(demo && { KEPT_DATA: DEMO_DIRECTORY }), ...process.env, ...environment });
  say(`Kept starts with:\n${summaryOf(config)}`);
  if (demo) await prepareDemo(config.data, demo);
  const log = logToStandardOutput(config.log);
  endOnFaults(log);
  const server = await startServer(config, { log });
  stopOnSignals(server);
  say(`Kept listens on ${server.address}`);
  if (!demo) showKeys(server);
  // What is printed to be tried can be tried at once.
  else if (await server.progress.whenReached(START, PATIENCE))
    say(demoGreeting(server.address, await demoKey(server.app.get(Keys))));
} catch (error) {
  const { sentences, exitCode } = startFailure(error, config);
  for (const sentence of sentences) say(`${red('kept:')} ${sentence}`);
  process.exitCode = exitCode;
}
