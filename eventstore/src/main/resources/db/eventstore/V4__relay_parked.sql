-- Streams of which Kafka cannot take an event: that one and later ones are not published.
CREATE TABLE eventstore.relay_parked (
  relay       text COLLATE "C" NOT NULL,
  stream_id   text COLLATE "C" NOT NULL,
  version     bigint NOT NULL,
  reason      text NOT NULL,
  parked_at   timestamptz NOT NULL DEFAULT now(),
  resume_from bigint,                       -- set by whoever wants it to go on
  PRIMARY KEY (relay, stream_id)
);

CREATE OR REPLACE FUNCTION eventstore.grant_use(role_name text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  EXECUTE format('GRANT USAGE ON SCHEMA eventstore TO %I', role_name);
  EXECUTE format('GRANT SELECT ON ALL TABLES IN SCHEMA eventstore TO %I', role_name);
  EXECUTE format('GRANT SELECT ON ALL SEQUENCES IN SCHEMA eventstore TO %I', role_name);
  EXECUTE format('GRANT INSERT, UPDATE, DELETE ON eventstore.checkpoints, eventstore.snapshots, '
      'eventstore.relay_parked TO %I', role_name);
  EXECUTE format('GRANT EXECUTE ON FUNCTION eventstore.append, eventstore.head, '
      'eventstore.settled_position TO %I', role_name);
END $$;
