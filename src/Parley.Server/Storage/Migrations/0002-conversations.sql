-- Records are kept whole as JSON in "body"; columns beside it are what is searched, ordered or counted. Times are ticks, UTC.

CREATE TABLE chats (
    id            TEXT PRIMARY KEY,
    tenant        TEXT NOT NULL,
    player        TEXT NOT NULL,
    player_folded TEXT NOT NULL,
    scenario      TEXT,
    created       INTEGER NOT NULL,
    last_session  INTEGER,
    last_activity INTEGER NOT NULL,
    message_count INTEGER NOT NULL DEFAULT 0,
    body          TEXT NOT NULL,
    state         TEXT
) STRICT;

CREATE INDEX chats_by_player ON chats (tenant, player);

CREATE TABLE chat_participants (
    chat      TEXT NOT NULL REFERENCES chats ON DELETE CASCADE,
    position  INTEGER NOT NULL,
    character TEXT NOT NULL,
    PRIMARY KEY (chat, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX chat_participants_by_character ON chat_participants (character, chat);

CREATE TABLE messages (
    chat          TEXT NOT NULL REFERENCES chats ON DELETE CASCADE,
    id            TEXT NOT NULL,
    sequence      INTEGER NOT NULL,
    timestamp     INTEGER NOT NULL,
    summarized_by TEXT,
    body          TEXT NOT NULL,
    UNIQUE (chat, id)
) STRICT;

CREATE INDEX messages_by_sequence ON messages (chat, sequence);

CREATE TABLE attachments (
    chat         TEXT NOT NULL REFERENCES chats ON DELETE CASCADE,
    id           TEXT NOT NULL,
    content_type TEXT NOT NULL,
    data         BLOB NOT NULL,
    UNIQUE (chat, id)
) STRICT;

CREATE TABLE memories (
    tenant        TEXT NOT NULL,
    player        TEXT NOT NULL,
    character     TEXT NOT NULL,
    id            TEXT NOT NULL,
    type          TEXT NOT NULL,
    status        TEXT NOT NULL,
    is_core_fact  INTEGER NOT NULL,
    confidence    REAL NOT NULL,
    created       INTEGER NOT NULL,
    last_accessed INTEGER,
    access_count  INTEGER NOT NULL,
    body          TEXT NOT NULL,
    UNIQUE (tenant, player, character, id)
) STRICT;

CREATE TABLE characters (
    tenant TEXT NOT NULL,
    id     TEXT NOT NULL,
    body   TEXT NOT NULL,
    UNIQUE (tenant, id)
) STRICT;

CREATE TABLE character_pictures (
    tenant       TEXT NOT NULL,
    id           TEXT NOT NULL,
    content_type TEXT NOT NULL,
    data         BLOB NOT NULL,
    UNIQUE (tenant, id)
) STRICT;

CREATE TABLE scenarios (
    tenant TEXT NOT NULL,
    id     TEXT NOT NULL,
    body   TEXT NOT NULL,
    UNIQUE (tenant, id)
) STRICT;
