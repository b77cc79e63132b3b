-- What the engine itself keeps. The versions of streams that a projection has folded live in a table of its own
-- (<name>_stream_version), which the engine creates, since it is swapped together with the projection's rows.
create table projection (
  name       text    primary key,
  generation bigint  not null,
  paused     boolean not null default false
);

create table generation (
  projection text        not null,
  generation bigint      not null,
  version    int         not null,
  position   bigint      not null default 0,
  created_at timestamptz not null default now(),
  primary key (projection, generation)
);

create table checkpoint (
  projection  text   not null,
  generation  bigint not null,
  topic       text   not null,
  partition   int    not null,
  topic_id    text   not null,
  next_offset bigint not null,
  primary key (projection, generation, topic, partition)
) with (fillfactor = 50);

-- A stream whose next event could not be handled. The event itself stays in the log, so that it is read anew,
-- through all upcasters, when it is replayed.
create table dead_letter (
  id          uuid        primary key default gen_random_uuid(),
  projection  text        not null,
  generation  bigint      not null,
  stream_id   text        not null,
  version     bigint      not null,
  position    bigint      not null,
  event_type  text        not null,
  cause       text        not null,
  error       text        not null,
  state       text        not null default 'PARKED',
  reason      text,
  parked_at   timestamptz not null default now(),
  resolved_at timestamptz
);
create unique index dead_letter_parked on dead_letter (projection, generation, stream_id) where state = 'PARKED';

-- Records found on a topic that are not in the log, as they came.
create table set_aside (
  id           uuid        primary key default gen_random_uuid(),
  topic        text        not null,
  partition    int         not null,
  record_offset bigint     not null,
  record_time  timestamptz not null,
  record_key   bytea,
  record_value bytea,
  headers      text        not null,
  reason       text        not null,
  set_aside_at timestamptz not null default now(),
  unique (topic, partition, record_offset, record_time)
);

create table account (
  account_id text          primary key,
  number     text          not null,
  owner      text          not null,
  type       text          not null,
  balance    numeric(38,4) not null,
  currency   text          not null,
  status     text          not null,
  version    bigint        not null,
  created_at timestamptz   not null,
  updated_at timestamptz   not null,
  opened_position bigint   not null,
  position   bigint        not null
) with (fillfactor = 70);
create unique index account_opened on account (opened_position);
create index account_owner on account (owner, opened_position);

create table account_entry (
  account_id  text          not null,
  version     bigint        not null,
  position    bigint        not null,
  kind        text          not null,
  reference   text          not null,
  amount      numeric(38,4) not null,
  balance     numeric(38,4) not null,
  currency    text          not null,
  recorded_at timestamptz   not null,
  primary key (account_id, version)
);

create table transfer (
  transfer_id       text          primary key,
  source_account_id text          not null,
  target_account_id text          not null,
  amount            numeric(38,4) not null,
  currency          text          not null,
  reference         text          not null,
  recorded_at       timestamptz   not null,
  position          bigint        not null
);
create unique index transfer_position on transfer (position);
create index transfer_source on transfer (source_account_id, position);
create index transfer_target on transfer (target_account_id, position);

create table saga (
  saga_id          text        primary key,
  type             text        not null,
  status           text        not null,
  business_key     text        not null,
  started_at       timestamptz not null,
  ended_at         timestamptz,
  current_step     text,
  failure          jsonb,
  steps            jsonb       not null,
  version          bigint      not null,
  started_position bigint      not null,
  position         bigint      not null
) with (fillfactor = 70);
create unique index saga_started on saga (started_position);
create index saga_type on saga (type, started_position);
create index saga_status on saga (status, started_position);
create index saga_business_key on saga (business_key, started_position);
