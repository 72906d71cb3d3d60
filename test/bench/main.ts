import { benchAppend } from './append.bench.js';
import { benchHistory } from './history.bench.js';
import { benchRebuild } from './rebuild.bench.js';
import { benchImport } from './import.bench.js';
import { type Measured, printReport } from './report.js';

const BENCHES: Record<string, () => Promise<Measured[]>> = {
  append: benchAppend,
  import: benchImport,
  rebuild: benchRebuild,
  history: benchHistory,
};

const chosen = process.argv.slice(2);
for (const [name, bench] of Object.entries(BENCHES))
  if (chosen.length === 0 || chosen.includes(name)) printReport(name, await bench());
