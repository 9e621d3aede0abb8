-- Apps of the Voxta face as they last registered.
CREATE TABLE apps (
    tenant  TEXT NOT NULL,
    client  TEXT NOT NULL COLLATE NOCASE,
    version TEXT NOT NULL,
    body    TEXT NOT NULL,
    UNIQUE (tenant, client)
) STRICT;
