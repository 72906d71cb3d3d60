import { describeEventStoreConformance } from '../conformance/index.js';
import { EventStoreDBDouble } from './double/index.js';
import { openEventStoreDB } from './index.js';

describeEventStoreConformance('the EventStoreDB driver, in front of the double,', async () => {
  const double = await new EventStoreDBDouble().start();
  const stores = [openEventStoreDB(double.connectionString)];
  return {
    store: stores[0]!,
    reopen: async () => {
      const another = openEventStoreDB(double.connectionString);
      stores.push(another);
      return Promise.resolve(another);
    },
    close: async () => {
      for (const store of stores) await store.close();
      double.stop();
    },
  };
});
