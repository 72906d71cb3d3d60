import { say } from '#kept/terminal';
import { EXIT } from '../exit-codes.js';
import { type RunningServer } from '../server.js';

/** Milliseconds. Ctrl-C comes twice, from the terminal and from npm, which passes it on. */
const SAME_SIGNAL = 500;

/** The first signal lets the server finish what it has accepted, the second ends it at once. */
export function stopOnSignals(server: Pick<RunningServer, 'stop'>): void {
  let since: number | undefined;
  const stop = (): void => {
    if (since !== undefined) {
      if (performance.now() - since > SAME_SIGNAL) process.exit(EXIT.failed);
      return;
    }
    since = performance.now();
    say('Stopping: what was accepted is being answered. Once more ends it at once.');
    server.stop().then(
      (everybody) => {
        if (!everybody) say('Not everybody was answered in time. What was acknowledged is in the ledger.');
        process.exit(EXIT.done);
      },
      (error: unknown) => {
        say(`It did not stop in order: ${String(error)}`);
        process.exit(EXIT.failed);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}
