import { EventStoreDBClient, type JSONEventData } from '@eventstore/db-client';
import { type NewEvent } from '../../record.js';
import { addressIn } from '../settings.js';
import { wireOf } from './seed.fixture.js';

/** The client alone, asked as the driver asks it: what the driver adds to it is measured against this. */
export class BareClient {
  readonly #client: EventStoreDBClient;
  readonly #credentials: { username: string; password: string };

  constructor(connectionString: string) {
    this.#client = EventStoreDBClient.connectionString(connectionString);
    this.#credentials = addressIn(connectionString).credentials;
  }

  /** Takes every event of the log in the fastest way the client has, and does nothing with it. */
  readAll(): Promise<number> {
    return new Promise((resolve, reject) => {
      let events = 0;
      this.#client
        .readAll({ credentials: this.#credentials }, { highWaterMark: 500 })
        .on('data', () => (events += 1))
        .on('end', () => resolve(events))
        .on('error', reject);
    });
  }

  /** What `append` sends, made before anybody looks at the clock. */
  made(stream: string, events: readonly NewEvent[]): JSONEventData[] {
    return wireOf(new Map(), stream, events);
  }

  async append(stream: string, made: JSONEventData[]): Promise<void> {
    await this.#client.appendToStream(stream, made, {
      ...{ expectedRevision: 'no_stream', deadline: 10_000 },
      credentials: this.#credentials,
    });
  }

  async close(): Promise<void> {
    await this.#client.dispose();
  }
}
