import { type Kysely } from 'kysely';
import { type JournalDatabase } from './database/database.js';
import { JournalRefused } from './errors.js';
import { addClaims, createTables, type Tables, VERSION } from './schema.js';

/** Makes a journal where there is none, and brings an older one into the form of today. @throws JournalRefused */
export async function begin(db: Kysely<Tables>, database: JournalDatabase, store: string): Promise<void> {
  await database.prepare(db);
  await db.schema
    .createTable('journal')
    .ifNotExists()
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('store', 'text', (column) => column.notNull())
    .execute();
  const journal = await db.selectFrom('journal').selectAll().executeTakeFirst();
  if (!journal) {
    await db.insertInto('journal').values({ version: VERSION, store }).execute();
    await createTables(db, database);
    return;
  }
  if (journal.version > VERSION || journal.version < 1)
    throw new JournalRefused(
      'another-version',
      `the journal of deliveries has the form ${journal.version}, and this program knows ${VERSION}; ` +
        'start the program that wrote it, or a newer one',
    );
  if (journal.store !== store)
    throw new JournalRefused(
      'another-store',
      `the journal of deliveries in ${database.place} belongs to the event store ${journal.store}, and this one is ${store}; ` +
        'name another place by KEPT_DELIVERIES, or put back the journal of this store, or remove it: ' +
        'then every endpoint hears again what it has heard',
    );
  if (journal.version === VERSION) return;
  await addClaims(db);
  await db.updateTable('journal').set({ version: VERSION }).execute();
}
