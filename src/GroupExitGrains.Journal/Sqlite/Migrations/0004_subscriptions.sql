-- Subscriptions, and how far each has come. The secrets are kept as they are: a signature cannot be made from less. Lists are
-- JSON; times are milliseconds since 1970.
CREATE TABLE subscriptions (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    url TEXT NOT NULL,
    filter TEXT NOT NULL,
    mode INTEGER NOT NULL,
    state INTEGER NOT NULL,
    state_reason TEXT,
    secrets TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    created_by TEXT NOT NULL,
    revision INTEGER NOT NULL,
    epoch INTEGER NOT NULL,
    cursor INTEGER NOT NULL,
    owner TEXT,
    held_until INTEGER,
    delivered INTEGER NOT NULL,
    failed INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    last_delivered_at INTEGER,
    last_failed_at INTEGER,
    last_failure TEXT
) STRICT, WITHOUT ROWID;

-- Groups that a subscription has left behind. There are only so many of each.
CREATE TABLE subscription_groups (
    subscription_id TEXT NOT NULL,
    source TEXT NOT NULL,
    group_id TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    position INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    first_attempt_at INTEGER,
    due_at INTEGER NOT NULL,
    status INTEGER,
    failure TEXT,
    PRIMARY KEY (subscription_id, source, group_id)
) STRICT, WITHOUT ROWID;

-- Events that were given up, or asked for again.
CREATE TABLE subscription_letters (
    subscription_id TEXT NOT NULL,
    position INTEGER NOT NULL,
    event_id TEXT NOT NULL,
    source TEXT NOT NULL,
    group_id TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    at INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    due_at INTEGER,
    status INTEGER,
    failure TEXT,
    PRIMARY KEY (subscription_id, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX subscription_letters_due ON subscription_letters (subscription_id, due_at, position) WHERE due_at IS NOT NULL;

-- The latest attempts of each.
CREATE TABLE subscription_attempts (
    subscription_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    event_id TEXT NOT NULL,
    position INTEGER NOT NULL,
    source TEXT NOT NULL,
    group_id TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    attempt INTEGER NOT NULL,
    at INTEGER NOT NULL,
    latency INTEGER NOT NULL,
    outcome INTEGER NOT NULL,
    status INTEGER,
    failure TEXT,
    response TEXT,
    PRIMARY KEY (subscription_id, number)
) STRICT, WITHOUT ROWID;
