-- How far the rollups count.
CREATE TABLE rollup_state (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    position INTEGER NOT NULL
) STRICT;

INSERT INTO rollup_state VALUES (1, 0);

-- Applied entries per source. Width 1: start is in minutes since 1970; width 2: in hours.
CREATE TABLE source_counts (
    source TEXT NOT NULL,
    width INTEGER NOT NULL,
    start INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (source, width, start, kind)
) STRICT, WITHOUT ROWID;

CREATE TABLE group_counts (
    group_key INTEGER NOT NULL,
    hour INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (group_key, hour, kind)
) STRICT, WITHOUT ROWID;

CREATE TABLE operator_counts (
    source TEXT NOT NULL,
    operator_id TEXT NOT NULL,
    hour INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (source, operator_id, hour, kind)
) STRICT, WITHOUT ROWID;

-- Applied exits a day, for those with the most.
CREATE TABLE group_days (
    day INTEGER NOT NULL,
    group_key INTEGER NOT NULL,
    exits INTEGER NOT NULL,
    PRIMARY KEY (day, group_key)
) STRICT, WITHOUT ROWID;

CREATE TABLE operator_days (
    day INTEGER NOT NULL,
    source TEXT NOT NULL,
    operator_id TEXT NOT NULL,
    exits INTEGER NOT NULL,
    PRIMARY KEY (day, source, operator_id)
) STRICT, WITHOUT ROWID;
