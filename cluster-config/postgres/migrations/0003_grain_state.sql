-- Grain state. The hashes make the key short to compare; the key holds the full identity all the same, so that two ids with
-- one hash are two rows, and no id can ever have two rows, which would make its grain unwritable for good.
CREATE TABLE orleans_grain_state (
    grain_id_hash integer NOT NULL,
    grain_type_hash integer NOT NULL,
    grain_id_n0 bigint NOT NULL,
    grain_id_n1 bigint NOT NULL,
    grain_id_extension text,
    grain_type text NOT NULL,
    service_id text NOT NULL,
    payload bytea,
    version integer NOT NULL,
    written_at timestamptz NOT NULL,
    CONSTRAINT orleans_grain_state_identity UNIQUE NULLS NOT DISTINCT
        (grain_id_hash, grain_type_hash, grain_id_n0, grain_id_n1, grain_id_extension, grain_type, service_id)
);

INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES
('ReadFromStorageKey', $query$
    SELECT payload AS PayloadBinary, version AS Version
    FROM orleans_grain_state
    WHERE grain_id_hash = @GrainIdHash AND grain_type_hash = @GrainTypeHash
        AND grain_id_n0 = @GrainIdN0 AND grain_id_n1 = @GrainIdN1
        AND grain_id_extension IS NOT DISTINCT FROM @GrainIdExtensionString::text
        AND grain_type = @GrainTypeString AND service_id = @ServiceId
$query$),
('WriteToStorageKey', $query$
    -- No row comes back if another version is stored than the one named, or any if none is named.
    WITH replaced AS (
        UPDATE orleans_grain_state
        SET payload = @PayloadBinary, version = version + 1, written_at = now()
        WHERE grain_id_hash = @GrainIdHash AND grain_type_hash = @GrainTypeHash
            AND grain_id_n0 = @GrainIdN0 AND grain_id_n1 = @GrainIdN1
            AND grain_id_extension IS NOT DISTINCT FROM @GrainIdExtensionString::text
            AND grain_type = @GrainTypeString AND service_id = @ServiceId
            AND version = @GrainStateVersion
        RETURNING version),
    added AS (
        INSERT INTO orleans_grain_state (
            grain_id_hash, grain_type_hash, grain_id_n0, grain_id_n1, grain_id_extension, grain_type, service_id,
            payload, version, written_at)
        SELECT @GrainIdHash, @GrainTypeHash, @GrainIdN0, @GrainIdN1, @GrainIdExtensionString, @GrainTypeString, @ServiceId,
            @PayloadBinary, 1, now()
        WHERE @GrainStateVersion::integer IS NULL
        ON CONFLICT ON CONSTRAINT orleans_grain_state_identity DO NOTHING
        RETURNING version)
    SELECT version AS NewGrainStateVersion FROM replaced
    UNION ALL
    SELECT version FROM added
$query$),
('ClearStorageKey', $query$
    UPDATE orleans_grain_state
    SET payload = NULL, version = version + 1, written_at = now()
    WHERE grain_id_hash = @GrainIdHash AND grain_type_hash = @GrainTypeHash
        AND grain_id_n0 = @GrainIdN0 AND grain_id_n1 = @GrainIdN1
        AND grain_id_extension IS NOT DISTINCT FROM @GrainIdExtensionString::text
        AND grain_type = @GrainTypeString AND service_id = @ServiceId
        AND version = @GrainStateVersion
    RETURNING version AS NewGrainStateVersion
$query$),
('DeleteStorageKey', $query$
    DELETE FROM orleans_grain_state
    WHERE grain_id_hash = @GrainIdHash AND grain_type_hash = @GrainTypeHash
        AND grain_id_n0 = @GrainIdN0 AND grain_id_n1 = @GrainIdN1
        AND grain_id_extension IS NOT DISTINCT FROM @GrainIdExtensionString::text
        AND grain_type = @GrainTypeString AND service_id = @ServiceId
        AND version = @GrainStateVersion
    RETURNING version + 1 AS NewGrainStateVersion
$query$);
