-- Who types a whole id finds it however many newer things have its words. Tables that are being built, or that were kept,
-- may take the place of those in use.
do $$
declare
  place text;
begin
  foreach place in array array[current_schema(), 'readmodels_building', 'readmodels_previous'] loop
    if to_regclass(format('%I.search_document', place)) is not null then
      execute format('create index search_document_id on %I.search_document (lower(id))', place);
    end if;
  end loop;
end $$;
