-- Why somebody wished a saga undone, whether or not it has turned back by now. Tables that are being built, or that were
-- kept, may take the place of those in use.
do $$
declare
  place text;
begin
  foreach place in array array[current_schema(), 'readmodels_building', 'readmodels_previous'] loop
    if to_regclass(format('%I.saga', place)) is not null then
      execute format('alter table %I.saga add column if not exists called_off jsonb', place);
    end if;
  end loop;
end $$;
