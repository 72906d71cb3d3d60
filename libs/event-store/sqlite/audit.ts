import { type Finding } from '../port.js';
import { auditChains } from './audit-chains.js';
import { auditFile, auditStoreRow, integrityCheck } from './audit-file.js';
import { auditRows, type Rehash, rehashed } from './audit-rows.js';
import { auditWal } from './audit-wal.js';
import { type Connection, openReadOnly } from './connection.js';
import { messageOf } from './failures.js';
import { Tally } from './tally.js';

export type AuditProgress = (done: number, total: number) => void;

/**
 * Audits a ledger's file from the outside: also one that is too damaged to be opened as a store. Nothing is written.
 *
 * The write-ahead log comes first, byte by byte: once SQLite has opened the file, everything behind a damaged frame is
 * gone without a word.
 */
export async function* auditSqliteFile(path: string, progress?: AuditProgress): AsyncGenerator<Finding> {
  yield* auditWal(path);
  let db: Connection;
  try {
    db = openReadOnly(path);
  } catch (error) {
    yield { place: path, problem: `cannot be opened: ${messageOf(error)}` };
    return;
  }
  try {
    yield* auditConnection(db, path, progress);
  } finally {
    db.close();
  }
}

/**
 * Audits what an open connection sees: SQLite's own structures, what the file says about itself, every row by its hash,
 * every stream by its chain; and that table and index tell the same. Whatever throws on the way becomes a finding, and
 * the audit goes on by the other ways.
 */
export async function* auditConnection(
  db: Connection,
  place: string,
  progress: AuditProgress = () => undefined,
  rehash: Rehash = rehashed,
): AsyncGenerator<Finding> {
  yield* auditFile(db, place);
  yield* auditStoreRow(db, place);
  yield* integrityCheck(db, place);
  const [byTable, byIndex] = [new Tally(), new Tally()];
  const head = yield* auditRows(db, place, { progress, rehash, tally: byTable });
  yield* auditChains(db, place, { head, tally: byIndex, progress });
  if (!byTable.equals(byIndex)) {
    yield {
      place,
      problem: `the table shows ${byTable.count} events and the index ${byIndex.count}, and they are not the same`,
    };
  }
}
