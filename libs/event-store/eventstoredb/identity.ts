import { type EventStoreDBClient, jsonEvent, WrongExpectedVersionError } from '@eventstore/db-client';
import { randomUUID } from 'node:crypto';
import { eventsOf } from './events-of.js';
import { isMissing } from './failures.js';
import { IDENTITY_STREAM } from './own-streams.js';
import { type Address, type EventStoreDBOptions } from './settings.js';

interface IdentityMinted {
  type: 'StoreIdentityMinted';
  data: { identity: string };
}

/** The name of a database's ledger: minted by whoever opens it first, the same for all who open it later. */
export async function identityOf(
  client: EventStoreDBClient,
  address: Address,
  options: EventStoreDBOptions,
): Promise<string> {
  const known = await minted(client, address, options);
  if (known !== undefined) return known;
  const event = jsonEvent<IdentityMinted>({ type: 'StoreIdentityMinted', data: { identity: randomUUID() } });
  try {
    await client.appendToStream<IdentityMinted>(IDENTITY_STREAM, event, {
      ...{ expectedRevision: 'no_stream', deadline: options.appendTimeout },
      credentials: address.credentials,
    });
  } catch (error) {
    if (!(error instanceof WrongExpectedVersionError)) throw error;
  }
  return (await minted(client, address, options)) ?? event.data.identity;
}

async function minted(
  client: EventStoreDBClient,
  { credentials }: Address,
  { readTimeout: timeout }: EventStoreDBOptions,
): Promise<string | undefined> {
  try {
    const answer = client.readStream<IdentityMinted>(IDENTITY_STREAM, { maxCount: 1, credentials });
    for await (const [event] of eventsOf(answer, { pageSize: 1, timeout }))
      return (event as { data: IdentityMinted['data'] } | undefined)?.data.identity;
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
  return undefined;
}
