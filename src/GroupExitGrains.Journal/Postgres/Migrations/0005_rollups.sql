-- How far the rollups count. Whoever carries them on holds this row; others leave it to them.
CREATE TABLE rollup_state (
    position bigint NOT NULL
) WITH (fillfactor = 10);

INSERT INTO rollup_state VALUES (0);

-- Applied entries per source. Width 1: start is in minutes since 1970; width 2: in hours.
CREATE TABLE source_counts (
    source text COLLATE "C" NOT NULL,
    width smallint NOT NULL,
    start bigint NOT NULL,
    kind smallint NOT NULL,
    count bigint NOT NULL,
    PRIMARY KEY (source, width, start, kind)
) WITH (fillfactor = 50);

CREATE TABLE group_counts (
    group_key bigint NOT NULL,
    hour bigint NOT NULL,
    kind smallint NOT NULL,
    count bigint NOT NULL,
    PRIMARY KEY (group_key, hour, kind)
) WITH (fillfactor = 50);

CREATE TABLE operator_counts (
    source text COLLATE "C" NOT NULL,
    operator_id text COLLATE "C" NOT NULL,
    hour bigint NOT NULL,
    kind smallint NOT NULL,
    count bigint NOT NULL,
    PRIMARY KEY (source, operator_id, hour, kind)
) WITH (fillfactor = 50);

-- Applied exits a day, for those with the most.
CREATE TABLE group_days (
    day bigint NOT NULL,
    group_key bigint NOT NULL,
    exits bigint NOT NULL,
    PRIMARY KEY (day, group_key)
) WITH (fillfactor = 50);

CREATE TABLE operator_days (
    day bigint NOT NULL,
    source text COLLATE "C" NOT NULL,
    operator_id text COLLATE "C" NOT NULL,
    exits bigint NOT NULL,
    PRIMARY KEY (day, source, operator_id)
) WITH (fillfactor = 50);

-- Counts the next entries and returns how many positions that were. Positions are gapless and in the order of commits, so
-- none can appear behind the one that was reached. Kinds: 1 created, which has no user; 3 to 6 exits. Effect 1: applied.
CREATE FUNCTION roll_up(most integer) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    base bigint;
    reached bigint;
BEGIN
    SELECT s.position INTO base FROM rollup_state s FOR UPDATE SKIP LOCKED;
    IF NOT FOUND THEN
        RETURN 0;
    END IF;

    SELECT max(e.position) INTO reached
    FROM (SELECT position FROM entries WHERE position > base ORDER BY position LIMIT most) e;
    IF reached IS NULL THEN
        RETURN 0;
    END IF;

    WITH counted AS MATERIALIZED (
        SELECT e.group_key, g.source, c.operator_id, e.received_at / 60000 AS minute, e.kind, count(*) AS count
        FROM entries e
        JOIN groups g ON g.group_key = e.group_key
        JOIN callbacks c ON c.id = e.callback_id
        WHERE e.position > base AND e.position <= reached AND e.effect = 1 AND (e.user_id IS NOT NULL OR e.kind = 1)
        GROUP BY 1, 2, 3, 4, 5),
    sources AS (
        INSERT INTO source_counts AS t
        SELECT source, width, CASE width WHEN 1 THEN minute ELSE minute / 60 END, kind, sum(counted.count)
        FROM counted, (VALUES (1::smallint), (2::smallint)) AS widths (width)
        GROUP BY 1, 2, 3, 4
        ON CONFLICT (source, width, start, kind) DO UPDATE SET count = t.count + excluded.count),
    of_groups AS (
        INSERT INTO group_counts AS t
        SELECT group_key, minute / 60, kind, sum(counted.count) FROM counted GROUP BY 1, 2, 3
        ON CONFLICT (group_key, hour, kind) DO UPDATE SET count = t.count + excluded.count),
    of_operators AS (
        INSERT INTO operator_counts AS t
        SELECT source, operator_id, minute / 60, kind, sum(counted.count) FROM counted WHERE operator_id IS NOT NULL GROUP BY 1, 2, 3, 4
        ON CONFLICT (source, operator_id, hour, kind) DO UPDATE SET count = t.count + excluded.count),
    days_of_groups AS (
        INSERT INTO group_days AS t
        SELECT minute / 1440, group_key, sum(counted.count) FROM counted WHERE kind BETWEEN 3 AND 6 GROUP BY 1, 2
        ON CONFLICT (day, group_key) DO UPDATE SET exits = t.exits + excluded.exits),
    days_of_operators AS (
        INSERT INTO operator_days AS t
        SELECT minute / 1440, source, operator_id, sum(counted.count) FROM counted
        WHERE kind BETWEEN 3 AND 6 AND operator_id IS NOT NULL GROUP BY 1, 2, 3
        ON CONFLICT (day, source, operator_id) DO UPDATE SET exits = t.exits + excluded.exits)
    UPDATE rollup_state SET position = reached;

    RETURN reached - base;
END $$;
