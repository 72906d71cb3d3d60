import { configFrom } from './config/config.js';
import { startServer } from './server.js';

const server = await startServer(configFrom(process.env));
process.stderr.write(`Kept listens on ${server.address}\n`);
for (const signal of ['SIGTERM', 'SIGINT'] as const)
  process.once(signal, () => {
    void server.stop();
  });
