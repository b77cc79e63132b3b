-- Each partition has a unique index on the same columns, which serves reading as well: this one only
-- cost every event another entry.
DROP INDEX eventstore.events_stream;

-- What append() does, for what most appends are where few append at the same time: one event for one
-- stream. Rows instead of arrays, and less than half of the statements.
--
-- The rules are those of append(), where they are explained; so are the values of status.
CREATE FUNCTION eventstore.append_one(
  r_command text, r_fingerprint text, r_correlation text, r_tenant text, r_metadata text,
  s_stream text, s_expected bigint,
  e_id uuid, e_type text, e_schema integer, e_data text, e_hash bytea,
  lock_millis integer,
  OUT status integer, OUT last_position bigint, OUT detail text)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off
SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
  stream eventstore.streams;
  known eventstore.commands;
  created boolean := false;
  taken bigint;
  micros bigint;
  at timestamptz;
  chain bytea;
  ignored text;
BEGIN
  status := 0;
  last_position := 0;
  detail := '';

  -- An assignment is computed at once, where PERFORM and SELECT are statements with a plan to run.
  IF lock_millis IS NOT NULL THEN
    ignored := set_config('lock_timeout', lock_millis::text, true);
  END IF;
  IF current_setting('synchronous_commit') = 'off' THEN
    ignored := set_config('synchronous_commit', 'on', true);
  END IF;
  ignored := pg_advisory_xact_lock_shared((23713::bigint << 48)
      | coalesce(pg_sequence_last_value('eventstore.last_position'), 0))::text;

  SELECT * INTO stream FROM eventstore.streams t WHERE t.stream_id = s_stream FOR NO KEY UPDATE;
  IF NOT FOUND THEN
    INSERT INTO eventstore.streams (stream_id, version) VALUES (s_stream, 0)
    ON CONFLICT DO NOTHING;
    created := FOUND;
    SELECT * INTO STRICT stream FROM eventstore.streams t WHERE t.stream_id = s_stream
    FOR NO KEY UPDATE;
  END IF;

  SELECT * INTO known FROM eventstore.commands t WHERE t.command_id = r_command;
  IF FOUND THEN
    status := CASE
      WHEN known.fingerprint NOT IN ('', r_fingerprint) THEN 2
      WHEN known.closed THEN 3
      ELSE 1 END;
    last_position := coalesce(known.last_position, 0);
    detail := coalesce(known.answer, '');
  ELSIF stream.closed THEN
    status := 6;
    detail := s_stream;
  ELSIF NOT (CASE s_expected
      WHEN -1 THEN true
      WHEN -2 THEN stream.version > 0
      ELSE stream.version = s_expected END)
  THEN
    status := 4;
    detail := s_stream || '=' || stream.version;
  END IF;
  IF status <> 0 THEN
    IF created THEN
      DELETE FROM eventstore.streams t WHERE t.stream_id = s_stream AND t.version = 0;
    END IF;
    RETURN;
  END IF;

  BEGIN
    ignored := pg_advisory_xact_lock(23714::bigint << 48)::text;
    taken := 1 + coalesce(pg_sequence_last_value('eventstore.last_position'), 0);
    taken := setval('eventstore.last_position', taken);
    micros := greatest(
        pg_sequence_last_value('eventstore.last_time'),
        (extract(epoch FROM clock_timestamp()) * 1000000)::bigint);
    micros := setval('eventstore.last_time', micros);
    RAISE EXCEPTION USING ERRCODE = 'SK000';
  EXCEPTION WHEN SQLSTATE 'SK000' THEN NULL;
  END;
  at := timestamptz 'epoch' + micros * interval '1 microsecond';
  IF (taken - 1) >> 10 <> taken >> 10 THEN
    PERFORM eventstore.prepare_partitions_ahead(taken);
  END IF;

  stream.version := stream.version + 1;
  last_position := taken;
  detail := s_stream || '=' || stream.version;
  INSERT INTO eventstore.commands
    (command_id, fingerprint, closed, first_position, last_position, answer)
  VALUES (r_command, r_fingerprint, false, taken, taken, detail)
  ON CONFLICT DO NOTHING;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'a command id was recorded by somebody else meanwhile'
      USING ERRCODE = 'SK001';
  END IF;

  chain := sha256(coalesce(stream.hash, '') || e_hash || int8send(taken) || timestamptz_send(at));
  UPDATE eventstore.streams t
  SET version = stream.version, hash = chain, first_position = coalesce(t.first_position, taken)
  WHERE t.stream_id = s_stream;
  INSERT INTO eventstore.events
    (position, stream_id, version, event_id, type, schema_version, category, recorded_at,
     command_id, correlation_id, tenant, metadata, hash, data)
  VALUES (taken, s_stream, stream.version, e_id, e_type, e_schema,
      split_part(s_stream, '-', 1), at,
      r_command, r_correlation, r_tenant, r_metadata, chain, e_data);
END $$;

CREATE OR REPLACE FUNCTION eventstore.grant_use(role_name text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  EXECUTE format('GRANT USAGE ON SCHEMA eventstore TO %I', role_name);
  EXECUTE format('GRANT SELECT ON ALL TABLES IN SCHEMA eventstore TO %I', role_name);
  EXECUTE format('GRANT SELECT ON ALL SEQUENCES IN SCHEMA eventstore TO %I', role_name);
  EXECUTE format('GRANT INSERT, UPDATE, DELETE ON eventstore.checkpoints, eventstore.snapshots, '
      'eventstore.relay_parked TO %I', role_name);
  EXECUTE format('GRANT EXECUTE ON FUNCTION eventstore.append, eventstore.append_one, '
      'eventstore.head, eventstore.settled_position TO %I', role_name);
END $$;

REVOKE EXECUTE ON FUNCTION eventstore.append_one FROM PUBLIC;

-- Who may append, may go on appending.
DO $$
DECLARE
  granted record;
BEGIN
  FOR granted IN
    SELECT a.grantee::regrole AS role
    FROM pg_proc p CROSS JOIN LATERAL aclexplode(p.proacl) a
    WHERE p.oid = 'eventstore.append'::regproc AND a.grantee <> p.proowner AND a.grantee <> 0
  LOOP
    EXECUTE format('GRANT EXECUTE ON FUNCTION eventstore.append_one TO %s', granted.role);
  END LOOP;
END $$;
