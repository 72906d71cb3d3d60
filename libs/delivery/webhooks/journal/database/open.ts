import { isPostgres } from '#kept/postgres';
import { type JournalDatabase } from './database.js';
import { postgresJournal } from './postgres.js';
import { sqliteJournal } from './sqlite.js';

/**
 * The database that a place names.
 * @param place `postgres://…`, `sqlite:` and a path, or a path
 * @throws JournalRefused `place-unreadable`
 */
export function databaseAt(place: string): JournalDatabase {
  if (isPostgres(place)) return postgresJournal(place);
  return sqliteJournal(place.replace(/^sqlite:/, ''));
}
