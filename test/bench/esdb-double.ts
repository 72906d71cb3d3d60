import { EventStoreDBDouble, type Ends, seed } from '#kept/event-store/eventstoredb/double';
import { writeLog } from './believable-log.js';

/** The double in a process of its own, with a log in it: its processor time is not the driver's. Arguments: events, customers. */
const [events, customers] = process.argv.slice(2).map(Number) as [number, number];

const double = await new EventStoreDBDouble().start();
const ends: Ends = new Map();
await writeLog(
  {
    append: (stream, _, appended) => {
      seed(double.database, ends, stream, appended);
      return Promise.resolve({ revision: 0n, position: double.database.log.at(-1)!.position as never, isNew: true });
    },
  },
  { events, customers },
);
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send!(user + system);
});
process.on('disconnect', () => process.exit());
process.send!(double.connectionString);
