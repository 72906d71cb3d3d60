import { say } from '#kept/terminal';
import { type RunningServer } from '../server.js';

/** Shows the first key, on stdout and nowhere else; or says how to come by one where nobody has any. */
export function showKeys({ firstKey, hasKeys }: Pick<RunningServer, 'firstKey' | 'hasKeys'>): void {
  if (firstKey !== undefined) {
    say('The ledger is new. This is its first key, an admin’s. It is shown now, and never again:');
    process.stdout.write(`${firstKey}\n`);
  } else if (!hasKeys)
    say('Nobody has a key to this ledger: `npx kept keys issue --principal admin --role admin` makes one.');
}
