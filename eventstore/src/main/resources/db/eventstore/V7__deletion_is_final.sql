-- Deletes what a stream says and closes it, in the archive as well; that something was said, when and
-- of what type, stays, and so does the proof of it. How many events.
CREATE OR REPLACE FUNCTION eventstore.tombstone(stream text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  deleted bigint;
  more bigint;
  part eventstore.partitions;
BEGIN
  IF NOT eventstore.close_stream(stream) THEN
    RAISE EXCEPTION 'there is no stream %', stream USING ERRCODE = 'SK010';
  END IF;
  -- Nothing is archived or restored meanwhile.
  PERFORM pg_advisory_xact_lock(23715::bigint << 48);
  UPDATE eventstore.events e
  SET data_hash = sha256(convert_to(e.data, 'UTF8')), data = NULL
  WHERE e.stream_id = stream AND e.data IS NOT NULL;
  GET DIAGNOSTICS deleted = ROW_COUNT;
  FOR part IN
    SELECT p.* FROM eventstore.partitions p
    JOIN eventstore.streams s ON s.stream_id = stream AND s.first_position < p.to_position
    WHERE p.archived_at IS NOT NULL
  LOOP
    IF to_regclass(format('eventstore_archive.%I', part.name)) IS NULL THEN
      RAISE EXCEPTION 'stream % may have events in the archived partition %, which is no longer in '
        'the schema eventstore_archive: put it back there first', stream, part.name
        USING ERRCODE = 'SK010';
    END IF;
    EXECUTE format('UPDATE eventstore_archive.%I e '
        'SET data_hash = sha256(convert_to(e.data, ''UTF8'')), data = NULL '
        'WHERE e.stream_id = $1 AND e.data IS NOT NULL', part.name) USING stream;
    GET DIAGNOSTICS more = ROW_COUNT;
    deleted := deleted + more;
  END LOOP;
  -- Whoever is saving a snapshot now is waited for, and whoever comes later sees what is gone.
  LOCK TABLE eventstore.snapshots IN SHARE MODE;
  DELETE FROM eventstore.snapshots n WHERE n.stream_id = stream;
  RETURN deleted;
END $$;
