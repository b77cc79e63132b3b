-- As before, for members that may know what position their batch reaches. It is claimed only where the tables
-- have the position from which on they know of everything. Members of builds before call the other one.
create function enter_and_move(
    name text, planned_for bigint,
    topics text[], partitions integer[],
    found_ids text[], found_offsets bigint[],
    next_ids text[], next_offsets bigint[],
    claimed_from bigint, claimed bigint)
  returns table (generation bigint, version integer, paused boolean, "position" bigint, moved integer)
  language plpgsql volatile as $$
#variable_conflict use_column
begin
  select e.generation, e.version, e.paused, e.position, e.moved
    into generation, version, paused, "position", moved
    from readmodels.enter_and_move(
        enter_and_move.name, planned_for, topics, partitions,
        found_ids, found_offsets, next_ids, next_offsets) e;
  if not found then
    return;
  end if;
  if claimed > "position" and "position" >= claimed_from
     and generation = planned_for and moved = cardinality(topics) then
    update readmodels.generation g set position = claimed
     where g.projection = enter_and_move.name and g.generation = planned_for and g.position < claimed;
  end if;
  return next;
end $$;
