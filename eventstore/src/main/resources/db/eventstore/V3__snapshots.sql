-- States that save reading a stream from its beginning. Nothing depends on them.
CREATE TABLE eventstore.snapshots (
  stream_id   text COLLATE "C" NOT NULL,
  kind        text COLLATE "C" NOT NULL,
  fingerprint text COLLATE "C" NOT NULL,
  version     bigint NOT NULL,
  position    bigint NOT NULL,
  state       text NOT NULL,
  PRIMARY KEY (stream_id, kind)
);
