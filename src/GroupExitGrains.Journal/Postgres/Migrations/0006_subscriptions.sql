-- Subscriptions, and how far each has come. The secrets are kept as they are: a signature cannot be made from less. Lists are
-- JSON; times are milliseconds since 1970. The row is updated all the time its subscription delivers.
CREATE TABLE subscriptions (
    id text COLLATE "C" PRIMARY KEY,
    name text NOT NULL,
    url text NOT NULL,
    filter text NOT NULL,
    mode smallint NOT NULL,
    state smallint NOT NULL,
    state_reason text,
    secrets text NOT NULL,
    created_at bigint NOT NULL,
    created_by text NOT NULL,
    revision bigint NOT NULL,
    epoch bigint NOT NULL,
    cursor bigint NOT NULL,
    owner text,
    held_until bigint,
    delivered bigint NOT NULL,
    failed bigint NOT NULL,
    attempts bigint NOT NULL,
    last_delivered_at bigint,
    last_failed_at bigint,
    last_failure text
) WITH (fillfactor = 10);

-- Groups that a subscription has left behind. There are only so many of each.
CREATE TABLE subscription_groups (
    subscription_id text COLLATE "C" NOT NULL,
    source text COLLATE "C" NOT NULL,
    group_id text COLLATE "C" NOT NULL,
    sequence bigint NOT NULL,
    position bigint NOT NULL,
    attempts integer NOT NULL,
    first_attempt_at bigint,
    due_at bigint NOT NULL,
    status integer,
    failure text,
    PRIMARY KEY (subscription_id, source, group_id)
) WITH (fillfactor = 50);

-- Events that were given up, or asked for again.
CREATE TABLE subscription_letters (
    subscription_id text COLLATE "C" NOT NULL,
    position bigint NOT NULL,
    event_id text COLLATE "C" NOT NULL,
    source text COLLATE "C" NOT NULL,
    group_id text COLLATE "C" NOT NULL,
    sequence bigint NOT NULL,
    kind smallint NOT NULL,
    at bigint NOT NULL,
    attempts integer NOT NULL,
    due_at bigint,
    status integer,
    failure text,
    PRIMARY KEY (subscription_id, position)
);

CREATE INDEX subscription_letters_due ON subscription_letters (subscription_id, due_at, position) WHERE due_at IS NOT NULL;

-- The latest attempts of each.
CREATE TABLE subscription_attempts (
    subscription_id text COLLATE "C" NOT NULL,
    number bigint NOT NULL,
    event_id text COLLATE "C" NOT NULL,
    position bigint NOT NULL,
    source text COLLATE "C" NOT NULL,
    group_id text COLLATE "C" NOT NULL,
    sequence bigint NOT NULL,
    kind smallint NOT NULL,
    attempt integer NOT NULL,
    at bigint NOT NULL,
    latency bigint NOT NULL,
    outcome smallint NOT NULL,
    status integer,
    failure text,
    response text,
    PRIMARY KEY (subscription_id, number)
);
