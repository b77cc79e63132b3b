create table driver (
  driver_id           text             primary key,
  name                text             not null,
  vehicle_type        text             not null,
  lat                 double precision not null,
  lon                 double precision not null,
  on_duty             boolean          not null,
  ride_id             text,
  version             bigint           not null,
  created_at          timestamptz      not null,
  updated_at          timestamptz      not null,
  registered_position bigint           not null,
  position            bigint           not null
) with (fillfactor = 70);
create unique index driver_registered on driver (registered_position);
create index driver_vehicle on driver (lower(vehicle_type), registered_position);

-- The fare is one of its own beside the plan that it stands in, since it is what people ask and add up.
create table trip (
  trip_id          text          primary key,
  status           text          not null,
  passenger_id     text          not null,
  driver_id        text          not null,
  fare             numeric(38,4) not null,
  currency         text          not null,
  plan             jsonb         not null,
  created_at       timestamptz   not null,
  started_at       timestamptz,
  completed_at     timestamptz,
  version          bigint        not null,
  created_position bigint        not null,
  position         bigint        not null
) with (fillfactor = 70);
create unique index trip_created on trip (created_position);
create index trip_passenger on trip (passenger_id, created_position);
create index trip_driver on trip (driver_id, created_position);

create table content (
  content_id      text        primary key,
  title           text        not null,
  source_url      text        not null,
  status          text        not null,
  profiles        jsonb       not null,
  thumbnails      jsonb       not null,
  metadata        jsonb,
  renditions      jsonb       not null,
  saga_id         text        not null,
  stored_at       timestamptz not null,
  published_at    timestamptz,
  updated_at      timestamptz not null,
  version         bigint      not null,
  stored_position bigint      not null,
  position        bigint      not null
) with (fillfactor = 70);
create unique index content_stored on content (stored_position);
create index content_status on content (status, stored_position);
