-- Groups as their last append left them: the only rows of the history that are ever updated.
CREATE TABLE groups (
    group_key INTEGER PRIMARY KEY,
    source TEXT NOT NULL,
    group_id TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    hash BLOB NOT NULL,
    status INTEGER NOT NULL,
    duplicates INTEGER NOT NULL,
    summary BLOB NOT NULL,
    UNIQUE (source, group_id)
) STRICT;

-- Callbacks, inserted once. One that comes in parts has no entry_count here; it is in parted_callbacks once known.
-- The request is last, so that whoever does not ask for it does not read it.
CREATE TABLE callbacks (
    callback_key INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    duplicate_of BLOB,
    first_sequence INTEGER NOT NULL,
    entry_count INTEGER,
    operator_id TEXT,
    facts BLOB NOT NULL,
    request BLOB NOT NULL
) STRICT;

CREATE TABLE parted_callbacks (
    callback_key INTEGER PRIMARY KEY,
    entry_count INTEGER NOT NULL
) STRICT;

-- Entries, inserted once. Times are milliseconds since 1970.
CREATE TABLE entries (
    position INTEGER PRIMARY KEY,
    group_key INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    callback_key INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    effect INTEGER NOT NULL,
    role INTEGER NOT NULL,
    was_member INTEGER NOT NULL,
    since INTEGER,
    user_hash INTEGER,
    user_id TEXT,
    hash BLOB NOT NULL
) STRICT;

CREATE UNIQUE INDEX entries_by_group ON entries (group_key, sequence);

-- The position is the last column of every index of this table, though it is not named.
CREATE INDEX entries_by_user ON entries (user_hash) WHERE user_hash IS NOT NULL;

-- Callbacks whose entries are not all appended yet: at most one a group.
CREATE TABLE pending (
    group_key INTEGER PRIMARY KEY,
    callback_key INTEGER NOT NULL,
    base_sequence INTEGER NOT NULL,
    base_hash BLOB NOT NULL,
    change BLOB NOT NULL
) STRICT;

CREATE TABLE source_totals (
    source TEXT PRIMARY KEY,
    recorded INTEGER NOT NULL,
    duplicates INTEGER NOT NULL,
    joined INTEGER NOT NULL,
    quit INTEGER NOT NULL,
    kicked INTEGER NOT NULL,
    dismissed INTEGER NOT NULL,
    gone INTEGER NOT NULL,
    last_received_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE snapshots (
    group_key INTEGER PRIMARY KEY,
    sequence INTEGER NOT NULL,
    hash BLOB NOT NULL,
    state BLOB NOT NULL
) STRICT;

-- The body is last and apart, so that lists do not read it.
CREATE TABLE rejections (
    rejection_key INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    source TEXT NOT NULL,
    cause TEXT NOT NULL,
    received_at INTEGER NOT NULL,
    detail TEXT NOT NULL,
    command TEXT,
    remote_ip TEXT,
    bytes INTEGER NOT NULL,
    request_head BLOB NOT NULL,
    body BLOB NOT NULL
) STRICT;

CREATE TABLE rejection_totals (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    count INTEGER NOT NULL,
    bytes INTEGER NOT NULL
) STRICT;

INSERT INTO rejection_totals VALUES (1, 0, 0);

-- Written by health checks to see that the store can be written.
CREATE TABLE write_checks (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    count INTEGER NOT NULL
) STRICT;

INSERT INTO write_checks VALUES (1, 0);
