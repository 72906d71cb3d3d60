import { openSqliteEventStore } from '#kept/event-store/sqlite';
import { openReadModel, rebuild } from '#kept/read-model';
import Database from 'libsql';
import { type RebuildTimes } from './rebuild.bench.js';
import { timed } from './report.js';

/** Runs by itself, so that its memory is the rebuild's: arguments are a ledger, a read model and the rounds. */
const [ledger, readModel, rounds] = process.argv.slice(2) as [string, string, string];

/** Reads and parses every event, and does nothing with it. */
function bareScan(): number {
  const db = new Database(ledger);
  const page = db
    .prepare(
      `SELECT position, stream, revision, id, type, schema_version, occurred_at, recorded_at, data
       FROM events WHERE position > ? ORDER BY position LIMIT 1000`,
    )
    .raw(true);
  let parsed = 0;
  for (let after = 0; ;) {
    const rows = page.all([after]) as [number, ...unknown[]][];
    if (rows.length === 0) break;
    for (const row of rows) if (JSON.parse(row[8] as string)) parsed += 1;
    after = rows.at(-1)![0];
  }
  db.close();
  return parsed;
}

const times: RebuildTimes = { events: 0, rebuilds: [], scans: [], processor: [], residentMegabytes: 0 };
const store = openSqliteEventStore(ledger, { readOnly: true });
const model = await openReadModel(readModel);
for (let round = 0; round < Number(rounds); round += 1) {
  const before = process.cpuUsage();
  times.rebuilds.push(await timed(() => rebuild(model, store)));
  const { user, system } = process.cpuUsage(before);
  times.processor.push((user + system) / 1_000);
  times.scans.push(await timed(() => (times.events = bareScan())));
}
await model.close();
await store.close();
times.residentMegabytes = process.resourceUsage().maxRSS / 1_024;
process.stdout.write(JSON.stringify(times));
