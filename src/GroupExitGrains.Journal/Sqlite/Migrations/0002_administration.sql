-- Keys to the admin API beside those in the settings. Of a key itself only the SHA-256 is kept. Times are milliseconds
-- since 1970; sources are names with commas between them, none meaning all.
CREATE TABLE admin_keys (
    id TEXT PRIMARY KEY,
    digest BLOB NOT NULL UNIQUE,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    sources TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    created_by TEXT NOT NULL,
    expires_at INTEGER,
    revoked_at INTEGER
) STRICT, WITHOUT ROWID;

-- What was changed over the admin API, inserted once: a hash chain of its own.
CREATE TABLE admin_actions (
    sequence INTEGER PRIMARY KEY,
    previous_hash BLOB NOT NULL,
    hash BLOB NOT NULL,
    action BLOB NOT NULL
) STRICT;

CREATE TABLE admin_action_head (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    sequence INTEGER NOT NULL,
    hash BLOB NOT NULL
) STRICT;

INSERT INTO admin_action_head VALUES (1, 0, zeroblob(32));

-- What came of putting a rejection through again. Apart, since a column behind the body would be found by reading it.
CREATE TABLE rejection_replays (
    rejection_key INTEGER PRIMARY KEY,
    replayed_at INTEGER NOT NULL,
    replayed_by TEXT NOT NULL,
    outcome TEXT NOT NULL,
    cause TEXT
) STRICT;
