-- Keeps a rejection, and lets the oldest go until the bounds are kept.
CREATE FUNCTION add_rejection(
    new_id uuid, new_received_at bigint, new_source text, new_cause text, new_detail text, new_command text,
    new_remote_ip text, new_head bytea, new_body bytea, max_count bigint, max_bytes bigint)
RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
    new_size CONSTANT bigint := octet_length(new_head) + octet_length(new_body);
    kept_now bigint;
    bytes_now bigint;
    freed bigint;
BEGIN
    INSERT INTO rejections (id, received_at, size, source, cause, detail, command, remote_ip, head, body)
    VALUES (
        new_id, new_received_at, new_size, new_source, new_cause, new_detail, new_command, new_remote_ip, new_head, new_body)
    ON CONFLICT (id) DO NOTHING;
    IF NOT FOUND THEN
        RETURN;
    END IF;

    UPDATE rejection_totals SET kept = kept + 1, bytes = bytes + new_size
    RETURNING kept, bytes INTO STRICT kept_now, bytes_now;
    WHILE kept_now > max_count OR bytes_now > max_bytes LOOP
        DELETE FROM rejections WHERE id = (SELECT id FROM rejections ORDER BY id LIMIT 1) RETURNING size INTO freed;
        EXIT WHEN NOT FOUND;
        kept_now := kept_now - 1;
        bytes_now := bytes_now - freed;
    END LOOP;
    UPDATE rejection_totals SET kept = kept_now, bytes = bytes_now WHERE kept <> kept_now;
END $$;
