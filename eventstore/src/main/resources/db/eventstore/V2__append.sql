-- Appends a batch of requests, each of them wholly or not at all, and answers each.
--
-- r_ are the requests; c_ the commands they close; d_ the streams they write to, each once, in
-- ascending order; s_ what each request expects of a stream and how many events it adds to it;
-- e_ the events. s_, c_ and e_ follow the order of what they belong to. In one batch, no command id
-- occurs twice.
--
-- Locks are taken in one order: streams, then command ids, each ascending. What is decided, is
-- decided under the locks of the streams. If somebody else records one of the command ids at the
-- same time, the whole batch starts anew (SK001) and then finds it.
--
-- lock_millis is how long to wait for somebody else's lock; null leaves it to the session.
--
-- status: 0 appended, 1 repeated, 2 command id reused, 3 command closed, 4 a stream is not as
-- expected, 5 a command to be closed is not as expected, 6 a stream is closed.
CREATE FUNCTION eventstore.append(
  r_command text[], r_fingerprint text[], r_correlation text[], r_tenant text[], r_metadata text[],
  c_request integer[], c_command text[], c_happened boolean[],
  d_stream text[],
  s_request integer[], s_stream integer[], s_expected bigint[], s_events integer[],
  e_append integer[], e_id text[], e_type text[], e_schema integer[], e_data text[], e_hash bytea[],
  lock_millis integer,
  OUT status integer[], OUT last_positions bigint[], OUT detail text[])
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
-- The arrays' sizes are not known to the planner, and the tables start out empty: without these it
-- may keep a plan that reads whole tables; and what is forbidden counts as dear, dear enough to be
-- compiled, which takes longer than all the rest.
SET jit = off
SET enable_seqscan = off
SET enable_hashjoin = off
SET enable_mergejoin = off
SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
  requests CONSTANT integer := cardinality(r_command);
  streams CONSTANT integer := cardinality(d_stream);
  found record;
  d_version bigint[] := array_fill(0::bigint, ARRAY[streams]);
  d_next bigint[];
  d_hash bytea[] := array_fill(''::bytea, ARRAY[streams]);
  d_first bigint[] := array_fill(NULL::bigint, ARRAY[streams]);
  d_closed boolean[] := array_fill(false, ARRAY[streams]);
  d_changed boolean[] := array_fill(false, ARRAY[streams]);
  known_fingerprint text[] := array_fill(NULL::text, ARRAY[requests + cardinality(c_command)]);
  known_closed boolean[] := array_fill(false, ARRAY[requests]);
  r_first bigint[] := array_fill(NULL::bigint, ARRAY[requests]);
  s_accepted boolean[] := array_fill(false, ARRAY[cardinality(s_request)]);
  e_position bigint[] := array_fill(NULL::bigint, ARRAY[cardinality(e_id)]);
  e_version bigint[] := array_fill(NULL::bigint, ARRAY[cardinality(e_id)]);
  e_chain bytea[] := array_fill(NULL::bytea, ARRAY[cardinality(e_id)]);
  new_closes text[] := '{}';
  old_closes text[] := '{}';
  created integer := 0;
  accepted integer := 0;
  total integer := 0;
  recorded integer;
  s integer := 1;
  c integer := 1;
  s_from integer;
  c_from integer;
  d integer;
  mismatch text;
  taken bigint;
  micros bigint;
  at timestamptz;
  at_bytes bytea;
BEGIN
  status := array_fill(0, ARRAY[requests]);
  last_positions := array_fill(0::bigint, ARRAY[requests]);
  detail := array_fill(''::text, ARRAY[requests]);

  IF lock_millis IS NOT NULL THEN
    PERFORM set_config('lock_timeout', lock_millis::text, true);
  END IF;

  -- Nobody is told of an event that a crash could still take back.
  IF current_setting('synchronous_commit') = 'off' THEN
    PERFORM set_config('synchronous_commit', 'on', true);
  END IF;

  -- From here until the transaction ends, readers know which positions may still be missing.
  PERFORM pg_advisory_xact_lock_shared((23713::bigint << 48) | p.last_value)
  FROM eventstore.last_position p;

  IF streams > 0 THEN
    INSERT INTO eventstore.streams (stream_id, version)
    SELECT x.stream_id, 0 FROM unnest(d_stream) AS x (stream_id)
    WHERE NOT EXISTS (SELECT FROM eventstore.streams t WHERE t.stream_id = x.stream_id)
    ORDER BY x.stream_id COLLATE "C"
    ON CONFLICT DO NOTHING;
    GET DIAGNOSTICS created = ROW_COUNT;

    FOR found IN
      SELECT x.number, t.version, t.hash, t.first_position, t.closed
      FROM unnest(d_stream) WITH ORDINALITY AS x (stream_id, number)
      JOIN eventstore.streams t ON t.stream_id = x.stream_id
      ORDER BY x.number
      FOR NO KEY UPDATE OF t
    LOOP
      d_version[found.number] := found.version;
      d_hash[found.number] := coalesce(found.hash, '');
      d_first[found.number] := found.first_position;
      d_closed[found.number] := found.closed;
    END LOOP;
  END IF;
  d_next := d_version;

  FOR found IN
    SELECT x.number, t.fingerprint, t.closed, t.last_position, t.answer
    FROM unnest(r_command || c_command) WITH ORDINALITY AS x (command_id, number)
    JOIN eventstore.commands t ON t.command_id = x.command_id
  LOOP
    known_fingerprint[found.number] := found.fingerprint;
    IF found.number <= requests THEN
      known_closed[found.number] := found.closed;
      last_positions[found.number] := coalesce(found.last_position, 0);
      detail[found.number] := coalesce(found.answer, '');
    END IF;
  END LOOP;

  FOR r IN 1..requests LOOP
    s_from := s;
    c_from := c;
    mismatch := '';
    IF known_fingerprint[r] IS NOT NULL THEN
      status[r] := CASE
        WHEN known_fingerprint[r] NOT IN ('', r_fingerprint[r]) THEN 2
        WHEN known_closed[r] THEN 3
        ELSE 1 END;
    END IF;
    WHILE c_request[c] = r LOOP
      IF status[r] = 0 AND (coalesce(known_fingerprint[requests + c], '') <> '') <> c_happened[c]
      THEN
        status[r] := 5;
        detail[r] := c_command[c];
      END IF;
      c := c + 1;
    END LOOP;
    WHILE s_request[s] = r LOOP
      IF status[r] = 0 AND d_closed[s_stream[s]] AND s_events[s] > 0 THEN
        status[r] := 6;
        detail[r] := d_stream[s_stream[s]];
      END IF;
      IF status[r] IN (0, 4) AND NOT (CASE s_expected[s]
          WHEN -1 THEN true
          WHEN -2 THEN d_next[s_stream[s]] > 0
          ELSE d_next[s_stream[s]] = s_expected[s] END)
      THEN
        status[r] := 4;
        mismatch := mismatch || ' ' || d_stream[s_stream[s]] || '=' || d_next[s_stream[s]];
      END IF;
      s := s + 1;
    END LOOP;
    IF status[r] = 4 THEN
      detail[r] := substr(mismatch, 2);
    END IF;
    CONTINUE WHEN status[r] <> 0;

    accepted := accepted + 1;
    FOR i IN c_from..c - 1 LOOP
      IF c_happened[i] THEN
        old_closes := old_closes || c_command[i];
      ELSIF known_fingerprint[requests + i] IS NULL THEN
        new_closes := new_closes || c_command[i];
      END IF;
    END LOOP;
    FOR i IN s_from..s - 1 LOOP
      CONTINUE WHEN s_events[i] = 0;
      s_accepted[i] := true;
      d := s_stream[i];
      d_changed[d] := true;
      d_next[d] := d_next[d] + s_events[i];
      detail[r] := detail[r] || CASE WHEN detail[r] = '' THEN '' ELSE ' ' END
          || d_stream[d] || '=' || d_next[d];
      IF r_first[r] IS NULL THEN
        r_first[r] := total + 1;
      END IF;
      total := total + s_events[i];
      last_positions[r] := total;
    END LOOP;
  END LOOP;

  IF accepted > 0 THEN
    -- Time and positions rise together, so they are taken together. An error that is caught gives
    -- the lock back at once, and not at the end of the transaction.
    IF total > 0 THEN
      BEGIN
        PERFORM pg_advisory_xact_lock(23714::bigint << 48);
        SELECT p.last_value INTO taken FROM eventstore.last_position p;
        PERFORM setval('eventstore.last_position', taken + total);
        SELECT greatest(t.last_value, (extract(epoch FROM clock_timestamp()) * 1000000)::bigint)
        INTO micros FROM eventstore.last_time t;
        PERFORM setval('eventstore.last_time', micros);
        RAISE EXCEPTION USING ERRCODE = 'SK000';
      EXCEPTION WHEN SQLSTATE 'SK000' THEN NULL;
      END;
      at := timestamptz 'epoch' + micros * interval '1 microsecond';
      at_bytes := timestamptz_send(at);
      IF taken >> 10 <> (taken + total) >> 10 THEN
        PERFORM eventstore.prepare_partitions_ahead(taken + total);
      END IF;
    END IF;

    FOR r IN 1..requests LOOP
      IF r_first[r] IS NOT NULL THEN
        r_first[r] := r_first[r] + taken;
        last_positions[r] := last_positions[r] + taken;
      END IF;
    END LOOP;

    INSERT INTO eventstore.commands
      (command_id, fingerprint, closed, first_position, last_position, answer)
    SELECT * FROM (
      SELECT x.command_id, x.fingerprint, false, x.first_position,
          CASE WHEN x.first_position IS NULL THEN NULL ELSE x.last_position END,
          nullif(x.answer, '')
      FROM unnest(r_command, r_fingerprint, r_first, last_positions, detail, status)
          AS x (command_id, fingerprint, first_position, last_position, answer, status)
      WHERE x.status = 0
      UNION ALL
      SELECT y.command_id, '', true, NULL, NULL, NULL FROM unnest(new_closes) AS y (command_id)
    ) AS z (command_id)
    ORDER BY z.command_id COLLATE "C"
    ON CONFLICT DO NOTHING;
    GET DIAGNOSTICS recorded = ROW_COUNT;
    IF recorded <> accepted + cardinality(new_closes) THEN
      RAISE EXCEPTION 'a command id was recorded by somebody else meanwhile'
        USING ERRCODE = 'SK001';
    END IF;

    IF cardinality(old_closes) > 0 THEN
      UPDATE eventstore.commands t SET closed = true WHERE t.command_id = ANY (old_closes);
    END IF;
  END IF;

  IF total > 0 THEN
    d_next := d_version;
    FOR e IN 1..cardinality(e_id) LOOP
      CONTINUE WHEN NOT s_accepted[e_append[e]];
      d := s_stream[e_append[e]];
      taken := taken + 1;
      d_next[d] := d_next[d] + 1;
      d_hash[d] := sha256(d_hash[d] || e_hash[e] || int8send(taken) || at_bytes);
      IF d_first[d] IS NULL THEN
        d_first[d] := taken;
      END IF;
      e_position[e] := taken;
      e_version[e] := d_next[d];
      e_chain[e] := d_hash[d];
    END LOOP;

    UPDATE eventstore.streams t
    SET version = x.version, hash = x.hash, first_position = x.first_position
    FROM unnest(d_stream, d_next, d_hash, d_first, d_changed)
        AS x (stream_id, version, hash, first_position, changed)
    WHERE t.stream_id = x.stream_id AND x.changed;

    INSERT INTO eventstore.events
      (position, stream_id, version, event_id, type, schema_version, category, recorded_at,
       command_id, correlation_id, tenant, metadata, hash, data)
    SELECT x.position, d_stream[s_stream[x.append]], x.version, x.id::uuid, x.type, x.schema,
        split_part(d_stream[s_stream[x.append]], '-', 1), at,
        r_command[s_request[x.append]], r_correlation[s_request[x.append]],
        r_tenant[s_request[x.append]], r_metadata[s_request[x.append]], x.hash, x.data
    FROM unnest(e_position, e_append, e_version, e_id, e_type, e_schema, e_chain, e_data)
        AS x (position, append, version, id, type, schema, hash, data)
    WHERE x.position IS NOT NULL;
  END IF;

  -- A stream that was only looked for does not exist.
  IF created > 0 AND 0 = ANY (d_next) THEN
    DELETE FROM eventstore.streams t WHERE t.stream_id = ANY (d_stream) AND t.version = 0;
  END IF;
END $$;

-- Half a partition ahead of need, by whoever gets there first; the others go on without waiting
-- as long as there is room.
CREATE FUNCTION eventstore.prepare_partitions_ahead(reached bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  size bigint;
  upper_bound bigint;
BEGIN
  SELECT p.to_position - p.from_position, p.to_position INTO size, upper_bound
  FROM eventstore.partitions p ORDER BY p.to_position DESC LIMIT 1;
  IF reached >= upper_bound THEN
    PERFORM eventstore.prepare_partitions(reached + size, size);
  ELSIF reached > upper_bound - size / 2 AND pg_try_advisory_xact_lock(23715::bigint << 48) THEN
    PERFORM eventstore.prepare_partitions(reached + size, size);
  END IF;
END $$;

-- Lets a role append and read, and neither change nor delete what is there.
CREATE FUNCTION eventstore.grant_use(role_name text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  EXECUTE format('GRANT USAGE ON SCHEMA eventstore TO %I', role_name);
  EXECUTE format('GRANT SELECT ON ALL TABLES IN SCHEMA eventstore TO %I', role_name);
  EXECUTE format('GRANT SELECT ON ALL SEQUENCES IN SCHEMA eventstore TO %I', role_name);
  EXECUTE format('GRANT INSERT, UPDATE, DELETE ON eventstore.checkpoints TO %I', role_name);
  EXECUTE format('GRANT EXECUTE ON FUNCTION eventstore.append, eventstore.head, '
      'eventstore.settled_position TO %I', role_name);
END $$;

REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA eventstore FROM PUBLIC;
