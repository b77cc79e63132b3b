-- Where tables are built beside those in use, and where those that were in use before are kept.
create schema readmodels_building;
create schema readmodels_previous;

alter table projection
  add column previous bigint,                       -- generation of the tables kept for a way back
  add column held     boolean not null default false; -- an operator took a swap back: no rebuild by itself

create table rebuild (
  projection text        primary key,
  generation bigint      not null,
  version    int         not null,
  position   bigint      not null default 0,
  target     bigint      not null,
  events     bigint      not null default 0,
  failure    text,
  started_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table swap (
  projection   text        not null,
  generation   bigint      not null,
  table_name   text        not null,
  old_rows     bigint      not null,
  old_checksum numeric     not null,
  new_rows     bigint      not null,
  new_checksum numeric     not null,
  swapped_at   timestamptz not null default now(),
  primary key (projection, generation, table_name)
);
