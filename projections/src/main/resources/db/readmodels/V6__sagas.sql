-- What an older program does not fill has a value anyway: it goes on folding until the new tables are built.
alter table saga
  add column initiator     text,
  add column priority      int,
  add column last_event_at timestamptz,
  add column turned        jsonb not null default '[]',
  add column stalls        int   not null default 0,
  add column recovery      jsonb;
