import { benchAppend } from './append.bench.js';
import { benchBoard } from './board.bench.js';
import { benchBusinessTime } from './business-time.bench.js';
import { benchEventStoreDB } from './esdb.bench.js';
import { benchHistory } from './history.bench.js';
import { benchPostgres } from './postgres.bench.js';
import { benchRates } from './rates.bench.js';
import { benchRebuild } from './rebuild.bench.js';
import { benchImport } from './import.bench.js';
import { type Measured, printReport } from './report.js';

const BENCHES: Record<string, () => Promise<Measured[]>> = {
  append: benchAppend,
  import: benchImport,
  rebuild: benchRebuild,
  postgres: benchPostgres,
  esdb: benchEventStoreDB,
  history: benchHistory,
  board: benchBoard,
  rates: benchRates,
  'business-time': benchBusinessTime,
};

const chosen = process.argv.slice(2);
for (const [name, bench] of Object.entries(BENCHES))
  if (chosen.length === 0 || chosen.includes(name)) printReport(name, await bench());
