import { isPostgres } from '#kept/postgres';
import { type Engine } from './engine.js';
import { postgresEngine } from './postgres/postgres.js';
import { sqliteEngine } from './sqlite.js';

/**
 * The engine of the database that a place names.
 * @param place `postgres://…`, `sqlite:` and a path, or a path
 * @throws ReadModelRefused `place-unreadable`
 */
export function engineAt(place: string): Engine {
  if (isPostgres(place)) return postgresEngine(place);
  return sqliteEngine(place.replace(/^sqlite:/, ''));
}
