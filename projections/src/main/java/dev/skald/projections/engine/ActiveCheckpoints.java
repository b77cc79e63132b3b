package dev.skald.projections.engine;

import dev.skald.projections.engine.Checkpoints.Checkpoint;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** How far the tables in use have been folded, read for all projections at once. */
record ActiveCheckpoints(
    long generation, int version, long position, Map<TopicPartition, Checkpoint> checkpoints) {

  static Map<String, ActiveCheckpoints> read(Database database) {
    Map<String, ActiveCheckpoints> all = new HashMap<>();
    database
        .client()
        .sql(
            """
            select p.name, g.generation, g.version, g.position, c.topic, c.partition, c.topic_id, c.next_offset
              from readmodels.projection p
              join readmodels.generation g on g.projection = p.name and g.generation = p.generation
              left join readmodels.checkpoint c
                on c.projection = p.name and c.generation = p.generation
            """)
        .query(
            row -> {
              long generation = row.getLong("generation");
              int version = row.getInt("version");
              long position = row.getLong("position");
              ActiveCheckpoints active =
                  all.computeIfAbsent(
                      row.getString("name"),
                      _ -> new ActiveCheckpoints(generation, version, position, new HashMap<>()));
              String topic = row.getString("topic");
              if (topic != null) {
                var partition = new TopicPartition(topic, row.getInt("partition"));
                active
                    .checkpoints()
                    .put(
                        partition,
                        new Checkpoint(
                            partition, row.getString("topic_id"), row.getLong("next_offset")));
              }
            });
    return all;
  }

  /** Another version reads something else: how far it is, only its own program knows. */
  boolean isOf(Projection projection) {
    return version == projection.version();
  }

  /**
   * Whether everything before these ends is folded. A topic that came anew was not folded yet; and
   * where nobody has begun, an empty one may have come anew as well.
   */
  boolean passed(Map<TopicPartition, Topics.End> ends) {
    return ends.entrySet().stream().allMatch(entry -> passed(entry.getKey(), entry.getValue()));
  }

  /** Whether one of these topics is another than the one that was folded, of the same name. */
  boolean lost(Map<TopicPartition, Topics.End> ends) {
    return ends.entrySet().stream()
        .anyMatch(
            entry -> {
              Checkpoint checkpoint = checkpoints.get(entry.getKey());
              return checkpoint != null && !checkpoint.topicId().equals(entry.getValue().topicId());
            });
  }

  /**
   * Whether something of these topics that was folded is there no longer: a partition, or its end.
   */
  boolean misses(Collection<String> topics, Map<TopicPartition, Topics.End> ends) {
    return checkpoints.values().stream()
        .filter(known -> known.nextOffset() > 0 && topics.contains(known.partition().topic()))
        .anyMatch(known -> isBehind(ends.get(known.partition()), known));
  }

  private static boolean isBehind(Topics.@Nullable End end, Checkpoint known) {
    return end == null
        || (end.topicId().equals(known.topicId()) && end.offset() < known.nextOffset());
  }

  private boolean passed(TopicPartition partition, Topics.End end) {
    Checkpoint checkpoint = checkpoints.get(partition);
    return checkpoint != null
        && checkpoint.topicId().equals(end.topicId())
        && checkpoint.nextOffset() >= end.offset();
  }
}
