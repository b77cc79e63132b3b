-- What every recovery job asks every half a minute.
create index saga_open on saga (saga_id) where ended_at is null;

-- Newest first, of one kind.
create index account_status on account (status, opened_position);
create index trip_status on trip (status, created_position);
