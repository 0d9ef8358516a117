-- Keys to the admin API beside those in the settings. Of a key itself only the SHA-256 is kept. Times are milliseconds
-- since 1970.
CREATE TABLE admin_keys (
    id text COLLATE "C" PRIMARY KEY,
    digest bytea NOT NULL UNIQUE,
    name text NOT NULL,
    role text NOT NULL,
    sources text[] NOT NULL,
    created_at bigint NOT NULL,
    created_by text NOT NULL,
    expires_at bigint,
    revoked_at bigint
);

-- What was changed over the admin API, inserted once: a hash chain of its own.
CREATE TABLE admin_actions (
    sequence bigint PRIMARY KEY,
    previous_hash bytea NOT NULL,
    hash bytea NOT NULL,
    action bytea NOT NULL
);

-- Whoever appends an action moves this row first and keeps its lock until the commit.
CREATE TABLE admin_action_head (
    sequence bigint NOT NULL,
    previous_hash bytea NOT NULL,
    hash bytea NOT NULL
) WITH (fillfactor = 10);

INSERT INTO admin_action_head VALUES (0, decode(repeat('00', 32), 'hex'), decode(repeat('00', 32), 'hex'));

-- What came of putting a rejection through again.
ALTER TABLE rejections
    ADD COLUMN replayed_at bigint,
    ADD COLUMN replayed_by text,
    ADD COLUMN replay_outcome text,
    ADD COLUMN replay_cause text;

-- Lets go of the rejections received before a time.
CREATE FUNCTION drop_rejections(received_before bigint)
RETURNS integer
LANGUAGE plpgsql
AS $$
DECLARE
    dropped integer;
BEGIN
    -- First of all, as add_rejection does before it deletes: two that take locks in different orders may wait for each other.
    PERFORM 1 FROM rejection_totals FOR UPDATE;
    WITH gone AS (DELETE FROM rejections WHERE received_at < received_before RETURNING size),
    freed AS (SELECT count(*) AS kept, coalesce(sum(size), 0) AS bytes FROM gone),
    counted AS (
        UPDATE rejection_totals SET kept = rejection_totals.kept - freed.kept, bytes = rejection_totals.bytes - freed.bytes
        FROM freed WHERE freed.kept > 0)
    SELECT kept INTO dropped FROM freed;
    RETURN dropped;
END $$;
