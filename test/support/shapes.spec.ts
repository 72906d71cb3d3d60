import { type EventStore } from '#kept/event-store';
import { catchUp } from '#kept/read-model';
import { inWorkspace } from '#kept/workspace';
import { describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type LedgerPlaces, onEveryShape } from './shapes.js';

const made: LedgerPlaces[] = [];

onEveryShape('what a test is given', ({ name, newLedger }) => {
  it('is a ledger of its own, in what the shape is named after, as a command finds it too', async () => {
    const [ledger, another] = [await newLedger(), await newLedger()];
    made.push(ledger, another);
    await inWorkspace(ledger.directory, { create: true, places: ledger.places }, async ({ store, readModel }) => {
      await registerTeam(store);
      await catchUp(readModel, store);
    });
    const files = ['ledger.db', 'read-model.db'].map((file) => existsSync(join(ledger.directory, file)));
    expect(files).toEqual(name.split(' and ').map((one) => one === 'SQLite'));
    expect((await ledger.kept('verify')).stderr).toContain('sound');
    await inWorkspace(another.directory, { create: true, places: another.places }, async ({ store }) =>
      expect(await store.last()).toBeUndefined(),
    );
  });
});

describe('what tests were given', () => {
  it('is removed after them', () => {
    expect(made.length).toBeGreaterThan(1);
    expect(made.filter(({ directory }) => existsSync(directory)).map(({ directory }) => directory)).toEqual([]);
  });
});

async function registerTeam(store: EventStore): Promise<void> {
  const id = randomUUID();
  await store.append('team-north', 'no_stream', [
    {
      ...{ id, type: 'TeamRegistered', data: { name: 'North', timeZone: 'UTC' } },
      metadata: {
        ...{ schemaVersion: 1, actor: { id: 'a', role: 'b' }, occurredAt: 0, recordedAt: 0 },
        ...{ correlationId: id, causationId: id, commandId: id, commandFingerprint: 'f' },
      },
    },
  ]);
}
