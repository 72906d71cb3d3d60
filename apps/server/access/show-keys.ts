import { say } from '#kept/terminal';
import { type RunningServer } from '../server.js';

/** Shows the first key, on stderr: stdout is for the log, where no key may ever be. Or says how to come by one where nobody has any. */
export function showKeys({ firstKey, hasKeys }: Pick<RunningServer, 'firstKey' | 'hasKeys'>): void {
  if (firstKey !== undefined) {
    say('The ledger is new. This is its first key, an admin’s. It is shown now, and never again:');
    say(firstKey);
  } else if (!hasKeys)
    say('Nobody has a key to this ledger: `npx kept keys issue --principal admin --role admin` makes one.');
}
