/** "Kept" in ASCII: SQLite's application id, by which a ledger's file is told from any other database. */
export const APPLICATION_ID = 0x4b657074;
export const SCHEMA_VERSION = 1;

/**
 * Metadata lies in columns because parsing it as JSON cost more than reading the row, and `LoggedEvent` needs little of
 * it. Positions need no AUTOINCREMENT: nothing is ever deleted, so the next row id is always the greatest so far.
 * The triggers keep honest programs from changing history; the hash chain shows what the others did.
 */
export const SCHEMA = `
  CREATE TABLE store (
    only_row       INTEGER PRIMARY KEY CHECK (only_row = 1),
    schema_version INTEGER NOT NULL,
    identity       TEXT NOT NULL,
    created_at     INTEGER NOT NULL,
    checksum       BLOB NOT NULL
  ) STRICT;

  CREATE TABLE events (
    position            INTEGER PRIMARY KEY,
    stream              TEXT NOT NULL,
    revision            INTEGER NOT NULL,
    id                  TEXT NOT NULL,
    type                TEXT NOT NULL,
    schema_version      INTEGER NOT NULL,
    occurred_at         INTEGER NOT NULL,
    recorded_at         INTEGER NOT NULL,
    data                TEXT NOT NULL,
    actor_id            TEXT NOT NULL,
    actor_role          TEXT NOT NULL,
    correlation_id      TEXT NOT NULL,
    causation_id        TEXT NOT NULL,
    command_id          TEXT NOT NULL,
    command_fingerprint TEXT NOT NULL,
    previous_hash       BLOB,
    hash                BLOB NOT NULL,
    UNIQUE (stream, revision)
  ) STRICT;

  CREATE TRIGGER events_are_never_changed BEFORE UPDATE ON events
    BEGIN SELECT RAISE(ABORT, 'an event is never changed'); END;
  CREATE TRIGGER events_are_never_deleted BEFORE DELETE ON events
    BEGIN SELECT RAISE(ABORT, 'an event is never deleted'); END;
`;
