import { accessCodec } from '#kept/contracts';
import { type AccessEntry, type Instant, instant } from '#kept/domain';
import { type EventStore } from '#kept/event-store';
import { openSqliteEventStore } from '#kept/event-store/sqlite';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CommandMetadata } from '../../ledger/index.js';
import { type KeyRequest, Keys } from '../keys.js';

export const NOW = instant(Date.UTC(2026, 2, 2, 8));

export const asCrm: KeyRequest = { principal: 'crm', role: 'integration', teams: ['north'], grants: [] };

/** An admin's command, now. */
export function byAdmin(more: Partial<CommandMetadata> = {}): CommandMetadata {
  return {
    commandId: randomUUID(),
    actor: { id: 'admin', role: 'admin' },
    occurredAt: NOW,
    recordedAt: NOW,
    ...more,
  };
}

export const later = (milliseconds: number): Instant => instant(NOW + milliseconds);

export interface AccessFixture {
  store: EventStore;
  keys: Keys;
  /** Another process with the same ledger. */
  another: () => { store: EventStore; keys: Keys };
  /** What stands in a principal's stream. */
  logOf: (principal: string) => Promise<AccessEntry[]>;
  close: () => Promise<void>;
}

/** A real store, and the keys in it. */
export function openAccess(): AccessFixture {
  const folder = mkdtempSync(join(tmpdir(), 'kept-access-'));
  const stores: EventStore[] = [];
  const another = () => {
    const store = openSqliteEventStore(join(folder, 'ledger.db'), { pollInterval: 5 });
    stores.push(store);
    return { store, keys: new Keys(store) };
  };
  const { store, keys } = another();
  return {
    store,
    keys,
    another,
    logOf: async (principal) => {
      const entries: AccessEntry[] = [];
      for await (const page of store.readStream(`access-${principal}`))
        for (const event of page) entries.push(accessCodec.decode({ ...event, ...event.metadata })!);
      return entries;
    },
    close: async () => {
      for (const each of stores) await each.close();
      rmSync(folder, { recursive: true });
    },
  };
}
