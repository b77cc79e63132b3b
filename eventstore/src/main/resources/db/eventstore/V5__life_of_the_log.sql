-- What an administrator does to the log. The application's role may do none of it.

CREATE SCHEMA IF NOT EXISTS eventstore_archive;

-- From now on, nothing can be appended to the stream. Whether it exists.
CREATE FUNCTION eventstore.close_stream(stream text) RETURNS boolean
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  WITH done AS (
    UPDATE eventstore.streams s SET closed = true WHERE s.stream_id = stream RETURNING 1)
  SELECT EXISTS (SELECT FROM done)
$$;

-- Deletes what a stream says and closes it; that something was said, when and of what type, stays,
-- and so does the proof of it. How many events.
CREATE FUNCTION eventstore.tombstone(stream text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  deleted bigint;
BEGIN
  PERFORM eventstore.close_stream(stream);
  UPDATE eventstore.events e
  SET data_hash = sha256(convert_to(e.data, 'UTF8')), data = NULL
  WHERE e.stream_id = stream AND e.data IS NOT NULL;
  GET DIAGNOSTICS deleted = ROW_COUNT;
  DELETE FROM eventstore.snapshots n WHERE n.stream_id = stream;
  RETURN deleted;
END $$;

-- Takes a partition out of the log and puts it aside, whole.
CREATE FUNCTION eventstore.archive_partition(partition_name text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  part eventstore.partitions;
  example text;
BEGIN
  PERFORM pg_advisory_xact_lock(23715::bigint << 48);
  SELECT * INTO part FROM eventstore.partitions p
  WHERE p.name = partition_name AND p.archived_at IS NULL;
  IF part.name IS NULL THEN
    RAISE EXCEPTION 'there is no partition % in the log', partition_name USING ERRCODE = 'SK010';
  END IF;
  IF part.to_position > eventstore.settled_position() THEN
    RAISE EXCEPTION 'partition % is still being written', partition_name USING ERRCODE = 'SK010';
  END IF;
  SELECT c.name INTO example FROM eventstore.checkpoints c
  WHERE c.position < part.to_position - 1 ORDER BY c.position LIMIT 1;
  IF example IS NOT NULL THEN
    RAISE EXCEPTION '% has not been through partition %', example, partition_name
      USING ERRCODE = 'SK010';
  END IF;
  SELECT e.stream_id INTO example FROM eventstore.events e
  JOIN eventstore.streams s ON s.stream_id = e.stream_id AND NOT s.closed
  WHERE e.position >= part.from_position AND e.position < part.to_position LIMIT 1;
  IF example IS NOT NULL THEN
    RAISE EXCEPTION 'partition % holds events of streams that are not closed, such as %',
      partition_name, example USING ERRCODE = 'SK010';
  END IF;
  EXECUTE format('ALTER TABLE eventstore.events DETACH PARTITION eventstore.%I', part.name);
  EXECUTE format('ALTER TABLE eventstore.%I SET SCHEMA eventstore_archive', part.name);
  UPDATE eventstore.partitions p SET archived_at = now() WHERE p.name = part.name;
END $$;

CREATE FUNCTION eventstore.restore_partition(partition_name text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  part eventstore.partitions;
BEGIN
  PERFORM pg_advisory_xact_lock(23715::bigint << 48);
  SELECT * INTO part FROM eventstore.partitions p
  WHERE p.name = partition_name AND p.archived_at IS NOT NULL;
  IF part.name IS NULL THEN
    RAISE EXCEPTION 'there is no partition % in the archive', partition_name
      USING ERRCODE = 'SK010';
  END IF;
  EXECUTE format('ALTER TABLE eventstore_archive.%I SET SCHEMA eventstore', part.name);
  EXECUTE format('ALTER TABLE eventstore.events ATTACH PARTITION eventstore.%I '
      'FOR VALUES FROM (%s) TO (%s)', part.name, part.from_position, part.to_position);
  UPDATE eventstore.partitions p SET archived_at = NULL WHERE p.name = part.name;
END $$;

-- Puts the sequences behind what was imported.
CREATE FUNCTION eventstore.continue_after_import() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM setval('eventstore.last_position', greatest(
    (SELECT p.last_value FROM eventstore.last_position p),
    (SELECT max(e.position) FROM eventstore.events e)));
  PERFORM setval('eventstore.last_time', greatest(
    (SELECT t.last_value FROM eventstore.last_time t),
    (SELECT (extract(epoch FROM max(e.recorded_at)) * 1000000)::bigint FROM eventstore.events e)));
END $$;

REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA eventstore FROM PUBLIC;
