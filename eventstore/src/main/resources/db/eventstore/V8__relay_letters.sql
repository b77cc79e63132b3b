-- A parked stream is a letter to an operator, with an id of its own; what became of it is kept. The
-- primary key stays, so that a relay of the release before goes on working; only what that one lets
-- go on leaves no trace.
ALTER TABLE eventstore.relay_parked
  ADD COLUMN id       uuid NOT NULL DEFAULT gen_random_uuid() UNIQUE,
  ADD COLUMN sequence bigint GENERATED ALWAYS AS IDENTITY,
  ADD COLUMN note     text;                 -- why, of whoever wants the event to be skipped

CREATE INDEX relay_parked_sequence ON eventstore.relay_parked (relay, sequence);

-- Letters that a relay has acted on.
CREATE TABLE eventstore.relay_settled (
  id         uuid PRIMARY KEY,
  sequence   bigint NOT NULL,
  relay      text COLLATE "C" NOT NULL,
  stream_id  text COLLATE "C" NOT NULL,
  version    bigint NOT NULL,
  reason     text NOT NULL,
  parked_at  timestamptz NOT NULL,
  skipped    boolean NOT NULL,              -- or else published after all
  note       text,
  settled_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE INDEX relay_settled_sequence ON eventstore.relay_settled (relay, sequence);

CREATE VIEW eventstore.relay_letters AS
  SELECT l.id, l.sequence, l.relay, l.stream_id, l.version, e.position, e.type, l.reason, l.state,
         l.note, l.parked_at, l.settled_at
  FROM (
    SELECT id, sequence, relay, stream_id, version, reason,
           CASE WHEN resume_from IS NULL THEN 'PARKED' ELSE 'RESUMING' END AS state,
           note, parked_at, NULL::timestamptz AS settled_at
    FROM eventstore.relay_parked
    UNION ALL
    SELECT id, sequence, relay, stream_id, version, reason,
           CASE WHEN skipped THEN 'SKIPPED' ELSE 'REPLAYED' END,
           note, parked_at, settled_at
    FROM eventstore.relay_settled) l
  LEFT JOIN eventstore.events e ON e.stream_id = l.stream_id AND e.version = l.version;

-- What became of a letter can be added, and not changed.
CREATE OR REPLACE FUNCTION eventstore.grant_use(role_name text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  EXECUTE format('GRANT USAGE ON SCHEMA eventstore TO %I', role_name);
  EXECUTE format('GRANT SELECT ON ALL TABLES IN SCHEMA eventstore TO %I', role_name);
  EXECUTE format('GRANT SELECT ON ALL SEQUENCES IN SCHEMA eventstore TO %I', role_name);
  EXECUTE format('GRANT INSERT, UPDATE, DELETE ON eventstore.checkpoints, eventstore.snapshots, '
      'eventstore.relay_parked TO %I', role_name);
  EXECUTE format('GRANT INSERT ON eventstore.relay_settled TO %I', role_name);
  EXECUTE format('GRANT EXECUTE ON FUNCTION eventstore.append, eventstore.append_one, '
      'eventstore.head, eventstore.settled_position TO %I', role_name);
END $$;

-- Who may append, may go on publishing and settling.
DO $$
DECLARE
  granted record;
BEGIN
  FOR granted IN
    SELECT a.grantee::regrole AS role
    FROM pg_proc p CROSS JOIN LATERAL aclexplode(p.proacl) a
    WHERE p.oid = 'eventstore.append'::regproc AND a.grantee <> p.proowner AND a.grantee <> 0
  LOOP
    EXECUTE format('GRANT SELECT, INSERT ON eventstore.relay_settled TO %s', granted.role);
    EXECUTE format('GRANT SELECT ON eventstore.relay_letters TO %s', granted.role);
  END LOOP;
END $$;
