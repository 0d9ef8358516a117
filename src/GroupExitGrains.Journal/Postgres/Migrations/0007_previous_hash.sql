-- The hash of the entry before beside each entry's own: whoever shows a user's history shows it, and the entry before is on
-- another page of the disk. Entries that are there already have none; for them it is looked up as before.
ALTER TABLE entries ADD COLUMN previous_hash bytea;

-- As in 0002, which says how it works, but that it fills this column. Its parameters are the same, so that a process of the
-- release before goes on appending. The entries of a group stand side by side and ascend: the hash before the first is the
-- one that the group's head was expected to have.
CREATE OR REPLACE FUNCTION append_batch(
    g_source text[], g_id text[], g_expected bigint[], g_expected_hash bytea[], g_expected_pending uuid[],
    g_sequence bigint[], g_hash bytea[], g_pending uuid[], g_status smallint[], g_summary bytea[], g_before bigint[],
    g_recorded integer[], g_duplicates integer[], g_joined integer[], g_quit integer[], g_kicked integer[],
    g_dismissed integer[], g_left integer[], g_received_at bigint[],
    c_group integer[], c_id uuid[], c_duplicate_of uuid[], c_first_sequence bigint[], c_entry_count integer[],
    c_operator_id text[], c_facts bytea[], c_request bytea[],
    b_group integer[], b_id uuid[], b_sequence bigint[], b_hash bytea[], b_change bytea[],
    l_group integer[], l_id uuid[], l_sequence bigint[],
    e_group integer[], e_callback_id uuid[], e_sequence bigint[], e_user_hash bigint[], e_received_at bigint[],
    e_since bigint[], e_kind smallint[], e_effect smallint[], e_role smallint[], e_was_member boolean[],
    e_user_id text[], e_hash bytea[])
RETURNS integer[]
LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan
SET enable_hashjoin = off
SET enable_mergejoin = off
SET enable_seqscan = off
SET jit = off
AS $$
DECLARE
    zero CONSTANT bytea := '\x0000000000000000000000000000000000000000000000000000000000000000';
    keys bigint[];
    numbers integer[];
    all_keys bigint[];
    refused integer[];
    total bigint := cardinality(e_group);
    base bigint;
BEGIN
    IF 0 = ANY (g_expected) THEN
        INSERT INTO groups (source, group_id, sequence, duplicates, status, hash, summary)
        SELECT i.source, i.id, 0, 0, i.status, zero, ''
        FROM (
            SELECT unnest(g_source) AS source, unnest(g_id) AS id, unnest(g_expected) AS expected,
                unnest(g_expected_hash) AS expected_hash, unnest(g_expected_pending) AS expected_pending,
                unnest(g_status) AS status) AS i
        WHERE i.expected = 0 AND i.expected_hash = zero AND i.expected_pending IS NULL
        ON CONFLICT DO NOTHING;
    END IF;

    WITH moved AS (
        UPDATE groups AS g
        SET sequence = i.sequence, hash = i.hash, pending = i.pending, status = i.status, summary = i.summary,
            duplicates = g.duplicates + i.duplicates
        FROM (
            SELECT unnest(g_source) AS source, unnest(g_id) AS id, unnest(g_expected) AS expected,
                unnest(g_expected_hash) AS expected_hash, unnest(g_expected_pending) AS expected_pending,
                unnest(g_sequence) AS sequence, unnest(g_hash) AS hash, unnest(g_pending) AS pending,
                unnest(g_status) AS status, unnest(g_summary) AS summary, unnest(g_duplicates) AS duplicates,
                generate_subscripts(g_id, 1) AS number) AS i
        WHERE g.source = i.source AND g.group_id = i.id
            AND g.sequence = i.expected AND g.hash = i.expected_hash
            AND g.pending IS NOT DISTINCT FROM i.expected_pending
        RETURNING g.group_key, i.number)
    SELECT coalesce(array_agg(group_key ORDER BY number), '{}'), coalesce(array_agg(number ORDER BY number), '{}')
    INTO keys, numbers FROM moved;

    IF cardinality(keys) < cardinality(g_id) THEN
        all_keys := array_fill(NULL::bigint, ARRAY[cardinality(g_id)]);
        FOR n IN 1 .. cardinality(numbers) LOOP
            all_keys[numbers[n]] := keys[n];
        END LOOP;
        keys := all_keys;
        total := 0;
        FOR n IN 1 .. cardinality(keys) LOOP
            IF keys[n] IS NULL THEN
                refused := refused || n;
            ELSE
                g_before[n] := total;
                total := total + g_sequence[n] - g_expected[n];
            END IF;
        END LOOP;
        IF cardinality(numbers) = 0 THEN
            RETURN refused;
        END IF;
    END IF;

    INSERT INTO callbacks (id, duplicate_of, group_key, first_sequence, entry_count, operator_id, facts, request)
    SELECT i.id, i.duplicate_of, keys[i.g], i.first_sequence, i.entry_count, i.operator_id, i.facts, i.request
    FROM (
        SELECT unnest(c_group) AS g, unnest(c_id) AS id, unnest(c_duplicate_of) AS duplicate_of,
            unnest(c_first_sequence) AS first_sequence, unnest(c_entry_count) AS entry_count,
            unnest(c_operator_id) AS operator_id, unnest(c_facts) AS facts, unnest(c_request) AS request) AS i
    WHERE keys[i.g] IS NOT NULL;

    IF cardinality(b_group) > 0 THEN
        INSERT INTO pending (group_key, callback_id, base_sequence, base_hash, change)
        SELECT keys[i.g], i.id, i.sequence, i.hash, i.change
        FROM (
            SELECT unnest(b_group) AS g, unnest(b_id) AS id, unnest(b_sequence) AS sequence, unnest(b_hash) AS hash,
                unnest(b_change) AS change) AS i
        WHERE keys[i.g] IS NOT NULL;
    END IF;

    IF cardinality(l_group) > 0 THEN
        WITH ended AS (
            DELETE FROM pending AS p
            USING (SELECT unnest(l_group) AS g, unnest(l_id) AS id, unnest(l_sequence) AS sequence) AS i
            WHERE p.callback_id = i.id AND keys[i.g] IS NOT NULL
            RETURNING p.callback_id, p.base_sequence, i.sequence)
        UPDATE callbacks AS c
        SET first_sequence = CASE WHEN ended.sequence > ended.base_sequence THEN ended.base_sequence + 1 END,
            entry_count = ended.sequence - ended.base_sequence
        FROM ended WHERE c.id = ended.callback_id;
    END IF;

    INSERT INTO source_totals AS t
    SELECT i.source, sum(i.recorded), sum(i.duplicates), sum(i.joined), sum(i.quit), sum(i.kicked), sum(i.dismissed),
        sum(i."left"), max(i.received_at)
    FROM (
        SELECT unnest(g_source) AS source, unnest(g_recorded) AS recorded, unnest(g_duplicates) AS duplicates,
            unnest(g_joined) AS joined, unnest(g_quit) AS quit, unnest(g_kicked) AS kicked,
            unnest(g_dismissed) AS dismissed, unnest(g_left) AS "left", unnest(g_received_at) AS received_at,
            unnest(keys) AS key) AS i
    WHERE i.key IS NOT NULL
    GROUP BY i.source
    ORDER BY i.source
    ON CONFLICT (source) DO UPDATE
    SET recorded = t.recorded + excluded.recorded, duplicates = t.duplicates + excluded.duplicates,
        joined = t.joined + excluded.joined, quit = t.quit + excluded.quit, kicked = t.kicked + excluded.kicked,
        dismissed = t.dismissed + excluded.dismissed, "left" = t."left" + excluded."left",
        last_received_at = greatest(t.last_received_at, excluded.last_received_at);

    -- From here to the commit no other writer gets past this row.
    UPDATE counter SET position = position + total RETURNING position - total INTO STRICT base;

    INSERT INTO entries (
        position, group_key, sequence, user_hash, received_at, since, callback_id, kind, effect, role, was_member,
        user_id, hash, previous_hash)
    SELECT base + g_before[i.g] + i.sequence - g_expected[i.g], keys[i.g], i.sequence, i.user_hash, i.received_at,
        i.since, i.callback_id, i.kind, i.effect, i.role, i.was_member, i.user_id, i.hash,
        CASE WHEN i.sequence = g_expected[i.g] + 1 THEN g_expected_hash[i.g] ELSE e_hash[i.number - 1] END
    FROM (
        SELECT unnest(e_group) AS g, unnest(e_callback_id) AS callback_id, unnest(e_sequence) AS sequence,
            unnest(e_user_hash) AS user_hash, unnest(e_received_at) AS received_at, unnest(e_since) AS since,
            unnest(e_kind) AS kind, unnest(e_effect) AS effect, unnest(e_role) AS role,
            unnest(e_was_member) AS was_member, unnest(e_user_id) AS user_id, unnest(e_hash) AS hash,
            generate_subscripts(e_hash, 1) AS number) AS i
    WHERE keys[i.g] IS NOT NULL;

    RETURN refused;
END $$;
