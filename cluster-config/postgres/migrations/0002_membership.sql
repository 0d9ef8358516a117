-- Which silos a cluster has. The version row is what silos compare and swap: whoever changes a member names the version
-- that it saw, and moves it on in the same statement, or changes nothing.
CREATE TABLE orleans_cluster (
    deployment_id text PRIMARY KEY,
    version integer NOT NULL,
    changed_at timestamptz NOT NULL
);

CREATE TABLE orleans_silo (
    deployment_id text NOT NULL REFERENCES orleans_cluster,
    address text NOT NULL,
    port integer NOT NULL,
    generation integer NOT NULL,
    silo_name text NOT NULL,
    host_name text NOT NULL,
    status integer NOT NULL,
    proxy_port integer NOT NULL,
    suspect_times text,
    start_time timestamptz NOT NULL,
    i_am_alive_time timestamptz NOT NULL,
    PRIMARY KEY (deployment_id, address, port, generation)
);

INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES
('GatewaysQueryKey', $query$
    SELECT address AS Address, proxy_port AS ProxyPort, generation AS Generation
    FROM orleans_silo
    WHERE deployment_id = @DeploymentId AND status = @Status AND proxy_port > 0
$query$),
('MembershipReadRowKey', $query$
    SELECT c.deployment_id AS DeploymentId, s.address AS Address, s.port AS Port, s.generation AS Generation,
        s.silo_name AS SiloName, s.host_name AS HostName, s.status AS Status, s.proxy_port AS ProxyPort,
        s.suspect_times AS SuspectTimes, s.start_time AS StartTime, s.i_am_alive_time AS IAmAliveTime, c.version AS Version
    FROM orleans_cluster AS c
    LEFT JOIN orleans_silo AS s
        ON s.deployment_id = c.deployment_id
        AND s.address = @Address AND s.port = @Port AND s.generation = @Generation
    WHERE c.deployment_id = @DeploymentId
$query$),
('MembershipReadAllKey', $query$
    SELECT c.deployment_id AS DeploymentId, s.address AS Address, s.port AS Port, s.generation AS Generation,
        s.silo_name AS SiloName, s.host_name AS HostName, s.status AS Status, s.proxy_port AS ProxyPort,
        s.suspect_times AS SuspectTimes, s.start_time AS StartTime, s.i_am_alive_time AS IAmAliveTime, c.version AS Version
    FROM orleans_cluster AS c
    LEFT JOIN orleans_silo AS s ON s.deployment_id = c.deployment_id
    WHERE c.deployment_id = @DeploymentId
$query$),
('InsertMembershipVersionKey', $query$
    WITH added AS (
        INSERT INTO orleans_cluster (deployment_id, version, changed_at)
        VALUES (@DeploymentId, 0, now())
        ON CONFLICT (deployment_id) DO NOTHING
        RETURNING deployment_id)
    SELECT EXISTS (SELECT FROM added)
$query$),
('UpdateIAmAlivetimeKey', $query$
    UPDATE orleans_silo
    SET i_am_alive_time = @IAmAliveTime
    WHERE deployment_id = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation
$query$),
('InsertMembershipKey', $query$
    WITH moved AS (
        UPDATE orleans_cluster AS c
        SET version = c.version + 1, changed_at = now()
        WHERE c.deployment_id = @DeploymentId AND c.version = @Version
            AND NOT EXISTS (
                SELECT FROM orleans_silo AS s
                WHERE s.deployment_id = @DeploymentId
                    AND s.address = @Address AND s.port = @Port AND s.generation = @Generation)
        RETURNING c.deployment_id),
    added AS (
        INSERT INTO orleans_silo (
            deployment_id, address, port, generation, silo_name, host_name, status, proxy_port, start_time, i_am_alive_time)
        SELECT deployment_id, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime
        FROM moved
        RETURNING deployment_id)
    SELECT EXISTS (SELECT FROM added)
$query$),
('UpdateMembershipKey', $query$
    WITH moved AS (
        UPDATE orleans_cluster AS c
        SET version = c.version + 1, changed_at = now()
        WHERE c.deployment_id = @DeploymentId AND c.version = @Version
            AND EXISTS (
                SELECT FROM orleans_silo AS s
                WHERE s.deployment_id = @DeploymentId
                    AND s.address = @Address AND s.port = @Port AND s.generation = @Generation)
        RETURNING c.deployment_id),
    changed AS (
        UPDATE orleans_silo AS s
        SET status = @Status, suspect_times = @SuspectTimes, i_am_alive_time = @IAmAliveTime
        FROM moved
        WHERE s.deployment_id = moved.deployment_id
            AND s.address = @Address AND s.port = @Port AND s.generation = @Generation
        RETURNING s.deployment_id)
    SELECT EXISTS (SELECT FROM changed)
$query$),
('DeleteMembershipTableEntriesKey', $query$
    WITH removed AS (DELETE FROM orleans_silo WHERE deployment_id = @DeploymentId)
    DELETE FROM orleans_cluster WHERE deployment_id = @DeploymentId
$query$),
('CleanupDefunctSiloEntriesKey', $query$
    DELETE FROM orleans_silo
    WHERE deployment_id = @DeploymentId AND i_am_alive_time < @IAmAliveTime AND status = 6 -- dead
$query$);
