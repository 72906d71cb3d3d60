import { type Finding } from '../port.js';
import { type Connection } from './connection.js';

/** Yields what is wrong with an open ledger. */
export async function* auditConnection(
  db: Connection,
  place: string,
  _progress?: (done: number, total: number) => void,
): AsyncGenerator<Finding> {
  const lines = db.prepare('PRAGMA integrity_check').raw(true).all([]) as [string][];
  for (const [line] of lines) if (line !== 'ok') yield await Promise.resolve({ place, problem: line });
}
