import { isBusy, openSqlite } from '#kept/sqlite';
import { basename } from 'node:path';
import { type JournalDatabase } from './database.js';

/** The journal in one SQLite file, for the workers of one machine; `:memory:` is a file too. */
export function sqliteJournal(path: string): JournalDatabase {
  return {
    place: basename(path),
    dialect: openSqlite(path),
    text: 'text',
    // Whoever writes is the only one who does.
    locksRows: false,
    isBusy,
    prepare: () => Promise.resolve(),
  };
}
