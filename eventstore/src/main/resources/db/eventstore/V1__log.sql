-- The log: one sequence of positions, one row for each stream, command and event.

-- Never called but by append(), under the position lock: so a block of positions is one setval.
CREATE SEQUENCE eventstore.last_position MINVALUE 0 START 0;
SELECT setval('eventstore.last_position', 0);

-- Microseconds since 1970. recorded_at follows it, and so never goes back, whatever the clock does.
CREATE SEQUENCE eventstore.last_time MINVALUE 0 START 0;
SELECT setval('eventstore.last_time', 0);

-- This row, locked, is what guards a stream; updates touch no index and stay on their page.
CREATE TABLE eventstore.streams (
  stream_id      text COLLATE "C" PRIMARY KEY,
  version        bigint NOT NULL,
  first_position bigint,
  hash           bytea,
  closed         boolean NOT NULL DEFAULT false
) WITH (fillfactor = 70);

-- Not partitioned: a command happens once for ever, however old its events are.
CREATE TABLE eventstore.commands (
  command_id     text COLLATE "C" PRIMARY KEY,
  fingerprint    text NOT NULL,             -- empty: closed before it came
  closed         boolean NOT NULL,
  first_position bigint,
  last_position  bigint,
  answer         text                       -- stream=version, separated by spaces
);

CREATE TABLE eventstore.events (
  position       bigint NOT NULL,
  stream_id      text COLLATE "C" NOT NULL,
  version        bigint NOT NULL,
  event_id       uuid NOT NULL,
  type           text COLLATE "C" NOT NULL,
  schema_version integer NOT NULL,
  category       text COLLATE "C" NOT NULL,
  recorded_at    timestamptz NOT NULL,
  command_id     text COLLATE "C" NOT NULL,
  correlation_id text COLLATE "C",
  tenant         text COLLATE "C",
  metadata       text,                      -- JSON: what has no column of its own
  hash           bytea NOT NULL,            -- of this event and the one before it in its stream
  data_hash      bytea,                     -- in place of data that was deleted
  data           text                       -- JSON as it was written
) PARTITION BY RANGE (position);

CREATE UNIQUE INDEX events_position ON eventstore.events (position);
CREATE INDEX events_stream ON eventstore.events (stream_id, version);
CREATE INDEX events_category ON eventstore.events (category, position);
CREATE INDEX events_correlation ON eventstore.events (correlation_id, position)
  WHERE correlation_id IS NOT NULL;
CREATE INDEX events_tenant ON eventstore.events (tenant, position) WHERE tenant IS NOT NULL;
CREATE INDEX events_recorded_at ON eventstore.events USING brin (recorded_at);

-- A server built without lz4 keeps its own compression.
DO $$
BEGIN
  ALTER TABLE eventstore.events ALTER COLUMN data SET COMPRESSION lz4;
EXCEPTION WHEN feature_not_supported OR invalid_parameter_value THEN
  RAISE NOTICE 'this server has no lz4';
END $$;

CREATE TABLE eventstore.partitions (
  name          text PRIMARY KEY,
  from_position bigint NOT NULL UNIQUE,
  to_position   bigint NOT NULL UNIQUE,     -- exclusive
  archived_at   timestamptz
);

CREATE TABLE eventstore.checkpoints (
  name       text COLLATE "C" PRIMARY KEY,
  position   bigint NOT NULL,
  updated_at timestamptz NOT NULL DEFAULT now()
);

-- Attaching a table made beforehand stops nobody from inserting, which CREATE ... PARTITION OF does.
CREATE FUNCTION eventstore.prepare_partitions(until_position bigint, size bigint DEFAULT 10000000)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  upper_bound bigint;
  name text;
BEGIN
  PERFORM pg_advisory_xact_lock(23715::bigint << 48);
  SELECT coalesce(max(p.to_position), 0) INTO upper_bound FROM eventstore.partitions p;
  WHILE upper_bound <= until_position LOOP
    name := 'events_' || upper_bound;
    EXECUTE format('CREATE TABLE eventstore.%I (LIKE eventstore.events INCLUDING ALL)', name);
    EXECUTE format('CREATE UNIQUE INDEX %I ON eventstore.%I (stream_id, version)',
        name || '_version', name);
    EXECUTE format('ALTER TABLE eventstore.events ATTACH PARTITION eventstore.%I '
        'FOR VALUES FROM (%s) TO (%s)', name, upper_bound, upper_bound + size);
    INSERT INTO eventstore.partitions VALUES (name, upper_bound, upper_bound + size);
    upper_bound := upper_bound + size;
  END LOOP;
END $$;

SELECT eventstore.prepare_partitions(10000000);

-- The position below which nothing will ever appear that is not there already.
--
-- Before it takes a position, an append takes a shared lock whose key says which position was the
-- last one then: what it takes is higher. A reader notes the last position, then looks at the locks.
-- Whoever took a position up to the noted one and holds no lock any more has committed or is gone;
-- whoever still holds one takes, and took, none up to the position in its key.
--
-- The caller reads events in a later statement: the snapshot of the same one may be too old.
CREATE FUNCTION eventstore.settled_position() RETURNS bigint
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  noted bigint;
  floor_of_running bigint;
BEGIN
  SELECT s.last_value INTO noted FROM eventstore.last_position s;
  SELECT min(((l.classid::bigint & 65535) << 32) | l.objid::bigint) INTO floor_of_running
  FROM pg_locks l
  WHERE l.locktype = 'advisory' AND l.objsubid = 1 AND l.classid::bigint >> 16 = 23713
    AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database());
  RETURN least(noted, floor_of_running);
END $$;

-- The last event at or below the settled position. A reader keeps this one and not the settled
-- position itself: positions that never reached the disk are given out again after a crash.
CREATE FUNCTION eventstore.head() RETURNS bigint
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  settled bigint := eventstore.settled_position();
  last_event bigint;
BEGIN
  SELECT max(e.position) INTO last_event FROM eventstore.events e WHERE e.position <= settled;
  IF last_event IS NULL THEN
    SELECT max(p.to_position) - 1 INTO last_event FROM eventstore.partitions p
    WHERE p.archived_at IS NOT NULL;
  END IF;
  RETURN coalesce(last_event, 0);
END $$;
