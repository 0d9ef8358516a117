-- The head of each group's history. It is updated with every append, so no index stands on what an append changes, and
-- half of each page is kept free: updates stay within their page and touch no index.
CREATE TABLE groups (
    group_key bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    sequence bigint NOT NULL,
    duplicates bigint NOT NULL,
    pending uuid,
    status smallint NOT NULL,
    source text COLLATE "C" NOT NULL,
    group_id text COLLATE "C" NOT NULL,
    hash bytea NOT NULL,
    summary bytea NOT NULL,
    UNIQUE (source, group_id)
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.05);

-- Every callback that was made durable, with its raw request. A row changes once at most: when the last entries of a
-- callback that is appended in parts are in.
CREATE TABLE callbacks (
    id uuid PRIMARY KEY,
    duplicate_of uuid,
    group_key bigint NOT NULL,
    first_sequence bigint,
    entry_count integer NOT NULL,
    operator_id text COLLATE "C",
    facts bytea NOT NULL,
    request bytea NOT NULL
);

-- The history. No foreign keys: each would cost a look-up and a row lock per entry, and the chain of hashes proves more.
CREATE TABLE entries (
    position bigint PRIMARY KEY,
    group_key bigint NOT NULL,
    sequence bigint NOT NULL,
    user_hash bigint,
    received_at bigint NOT NULL,
    since bigint,
    callback_id uuid NOT NULL,
    kind smallint NOT NULL,
    effect smallint NOT NULL,
    role smallint NOT NULL,
    was_member boolean NOT NULL,
    user_id text COLLATE "C",
    hash bytea NOT NULL,
    UNIQUE (group_key, sequence)
);

CREATE INDEX entries_of_user ON entries (user_hash, position) WHERE user_hash IS NOT NULL;

-- Callbacks whose entries are not all appended yet.
CREATE TABLE pending (
    group_key bigint PRIMARY KEY,
    callback_id uuid NOT NULL UNIQUE,
    base_sequence bigint NOT NULL,
    base_hash bytea NOT NULL,
    change bytea NOT NULL
);

CREATE TABLE source_totals (
    source text COLLATE "C" PRIMARY KEY,
    recorded bigint NOT NULL,
    duplicates bigint NOT NULL,
    joined bigint NOT NULL,
    quit bigint NOT NULL,
    kicked bigint NOT NULL,
    dismissed bigint NOT NULL,
    "left" bigint NOT NULL,
    last_received_at bigint NOT NULL
) WITH (fillfactor = 10);

-- The last position given. Whoever moves it keeps its lock until the commit, so positions are gapless and in the order
-- of commits.
CREATE TABLE counter (
    position bigint NOT NULL
) WITH (fillfactor = 10);

INSERT INTO counter VALUES (0);

CREATE TABLE snapshots (
    group_key bigint PRIMARY KEY,
    sequence bigint NOT NULL,
    hash bytea NOT NULL,
    state bytea NOT NULL
);

CREATE TABLE rejections (
    id uuid PRIMARY KEY,
    received_at bigint NOT NULL,
    size bigint NOT NULL,
    source text COLLATE "C" NOT NULL,
    cause text COLLATE "C" NOT NULL,
    detail text NOT NULL,
    command text,
    remote_ip text,
    head bytea NOT NULL,
    body bytea NOT NULL
);

-- What rejections hold, so that nobody has to count them to keep the bounds.
CREATE TABLE rejection_totals (
    kept bigint NOT NULL,
    bytes bigint NOT NULL
) WITH (fillfactor = 10);

INSERT INTO rejection_totals VALUES (0, 0);

-- Written by the health check, to see that writing works.
CREATE TABLE probe (
    checked_at timestamptz NOT NULL
) WITH (fillfactor = 10);

INSERT INTO probe VALUES (now());

-- lz4 packs long requests and snapshots in a tenth of the time; not every server was built with it.
DO $$
BEGIN
    ALTER TABLE callbacks ALTER facts SET COMPRESSION lz4, ALTER request SET COMPRESSION lz4;
    ALTER TABLE pending ALTER change SET COMPRESSION lz4;
    ALTER TABLE snapshots ALTER state SET COMPRESSION lz4;
    ALTER TABLE rejections ALTER body SET COMPRESSION lz4;
EXCEPTION WHEN feature_not_supported THEN
    RAISE NOTICE 'This server was built without lz4; long values are packed with pglz.';
END $$;
