-- Figures for charts are summed up over a period when they are asked for.
create index saga_started_at on saga (started_at);
create index transfer_recorded_at on transfer (recorded_at);

-- Compares words by the groups of three letters they are made of. Any role that may create schemas here may
-- create it; where it is there already, it stays where it is.
create extension if not exists pg_trgm with schema public;

create table search_document (
  kind           text        not null,
  id             text        not null,
  title          text        not null,
  details        text        not null,
  found_by       tsvector    not null,
  began_at       timestamptz not null,
  first_position bigint      not null,
  primary key (kind, id)
);
create unique index search_document_first on search_document (first_position);
create index search_document_found on search_document using gin (found_by);

-- All words that people might type. They sort by their letters alone, so that those with one beginning stand together.
create table search_word (
  word text collate "C" primary key
);
create index search_word_like on search_word using gin (word gin_trgm_ops);
