CREATE TABLE keys (
    id         TEXT PRIMARY KEY,
    tenant     TEXT NOT NULL,
    label      TEXT,
    scopes     INTEGER NOT NULL,
    hash       BLOB NOT NULL UNIQUE,
    created_at TEXT NOT NULL,
    revoked_at TEXT
) STRICT, WITHOUT ROWID;

-- One row per part that other processes may change: a running server compares numbers instead of tables.
CREATE TABLE revisions (
    part   TEXT PRIMARY KEY,
    number INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO revisions VALUES ('keys', 0);

CREATE TRIGGER keys_inserted AFTER INSERT ON keys BEGIN UPDATE revisions SET number = number + 1 WHERE part = 'keys'; END;
CREATE TRIGGER keys_updated AFTER UPDATE ON keys BEGIN UPDATE revisions SET number = number + 1 WHERE part = 'keys'; END;
CREATE TRIGGER keys_deleted AFTER DELETE ON keys BEGIN UPDATE revisions SET number = number + 1 WHERE part = 'keys'; END;
