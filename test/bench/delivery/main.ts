import { inScratch } from '../scratch.js';
import { printReport } from '../report.js';
import { feed } from './feed.bench.js';
import { webhooks } from './webhooks.bench.js';

const BENCHES = { feed, webhooks };
const chosen = process.argv.slice(2);
await inScratch(async (directory) => {
  for (const [name, bench] of Object.entries(BENCHES))
    if (chosen.length === 0 || chosen.includes(name)) printReport(name, await bench(directory));
});
