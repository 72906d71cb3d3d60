import { catchUp } from '#kept/read-model';
import { openWorkspace } from '#kept/workspace';
import { writeOpenPromises } from './open-promises.js';

/** Writes and projects a ledger in a process of its own, so that the one that watches it begins with nothing. */
const [directory, count, apart] = process.argv.slice(2) as [string, string, string];
const workspace = await openWorkspace(directory, { create: true });
await writeOpenPromises(workspace.store, Number(count), (n) => Math.floor(n * Number(apart)));
await catchUp(workspace.readModel, workspace.store);
await workspace.close();
