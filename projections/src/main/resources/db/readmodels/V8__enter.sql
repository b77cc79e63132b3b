-- What a batch begins with, in one round trip: the lock that it shares with all who fold, and what it may do
-- while it holds it. Each statement in here sees what was committed before it, so the row is read under the lock.
create function enter(name text)
  returns table (generation bigint, version integer, paused boolean, "position" bigint)
  language plpgsql volatile as $$
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    raise 'a batch is folded in a transaction that is %, but must be read committed',
      current_setting('transaction_isolation');
  end if;
  perform set_config('search_path', 'readmodels', true),
          set_config('synchronous_commit', 'off', true),
          pg_advisory_xact_lock_shared(hashtextextended('skald.projection.' || enter.name, 0));
  return query
    select g.generation, g.version, p.paused, g.position
      from readmodels.projection p
      join readmodels.generation g on g.projection = p.name and g.generation = p.generation
     where p.name = enter.name;
end $$;
