-- What every recovery job asks every half a minute; and lists of one kind, newest first. Tables that are being built, or
-- that were kept, may take the place of those in use.
do $$
declare
  place text;
begin
  foreach place in array array[current_schema(), 'readmodels_building', 'readmodels_previous'] loop
    if to_regclass(format('%I.saga', place)) is not null then
      execute format('create index saga_open on %I.saga (saga_id) where ended_at is null', place);
    end if;
    if to_regclass(format('%I.account', place)) is not null then
      execute format('create index account_status on %I.account (status, opened_position)', place);
    end if;
    if to_regclass(format('%I.trip', place)) is not null then
      execute format('create index trip_status on %I.trip (status, created_position)', place);
    end if;
  end loop;
end $$;
