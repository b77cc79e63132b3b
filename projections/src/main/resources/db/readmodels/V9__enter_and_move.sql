-- What a batch begins with and what makes it count once, in one round trip: the lock that it shares
-- with all who fold, what it may do while it holds it, and its checkpoints, one after the other.
-- Each is moved from where the batch found it; one that nobody has written yet counts as one at the
-- start of its topic. The first that is elsewhere ends it, and so does another generation.
create function enter_and_move(
    name text, planned_for bigint,
    topics text[], partitions integer[],
    found_ids text[], found_offsets bigint[],
    next_ids text[], next_offsets bigint[])
  returns table (generation bigint, version integer, paused boolean, "position" bigint, moved integer)
  language plpgsql volatile as $$
#variable_conflict use_column
begin
  select e.generation, e.version, e.paused, e.position
    into generation, version, paused, "position"
    from readmodels.enter(enter_and_move.name) e;
  if not found then
    return;
  end if;
  moved := 0;
  while generation = planned_for and moved < cardinality(topics) loop
    insert into readmodels.checkpoint as c
           (projection, generation, topic, partition, topic_id, next_offset)
    select name, planned_for, topics[moved + 1], partitions[moved + 1], next_ids[moved + 1],
           next_offsets[moved + 1]
     where found_offsets[moved + 1] = 0 or exists
           (select from readmodels.checkpoint k
             where k.projection = enter_and_move.name and k.generation = planned_for
               and k.topic = topics[moved + 1] and k.partition = partitions[moved + 1])
    on conflict (projection, generation, topic, partition)
    do update set next_offset = excluded.next_offset, topic_id = excluded.topic_id
     where c.next_offset = found_offsets[moved + 1] and c.topic_id = found_ids[moved + 1];
    exit when not found;
    moved := moved + 1;
  end loop;
  return next;
end $$;
