import { describeAnswers } from './answers.fixture.js';
import { EventStoreDBDouble } from './server.fixture.js';

describeAnswers('the double answers as a real server does', async () => {
  const double = await new EventStoreDBDouble().start();
  return {
    connectionString: double.connectionString,
    remove: (stream, how) => {
      double.database.delete(stream, how);
      return Promise.resolve();
    },
    close: () => {
      double.stop();
      return Promise.resolve();
    },
  };
});
