package dev.skald.projections.engine;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/** How far each partition has been folded; moved in the same transaction as the rows. */
final class Checkpoints {

  /** The topic's own id tells it from one of the same name that was created after it was lost. */
  record Checkpoint(TopicPartition partition, String topicId, long nextOffset) {
    /** Of a topic that nobody has folded anything of, or that is there no longer. */
    static Checkpoint unbegun(TopicPartition partition) {
      return new Checkpoint(partition, "", 0);
    }
  }

  /** A checkpoint's step from where a batch found it to where the batch leaves it. */
  record Move(Checkpoint from, Checkpoint to) {}

  private final Database database;

  Checkpoints(Database database) {
    this.database = database;
  }

  Map<TopicPartition, Checkpoint> read(String projection, long generation) {
    return database
        .client()
        .sql(
            """
            select topic, partition, topic_id, next_offset from readmodels.checkpoint
             where projection = :projection and generation = :generation
            """)
        .param("projection", projection)
        .param("generation", generation)
        .query(
            (row, _) ->
                new Checkpoint(
                    new TopicPartition(row.getString("topic"), row.getInt("partition")),
                    row.getString("topic_id"),
                    row.getLong("next_offset")))
        .list()
        .stream()
        .collect(Collectors.toMap(Checkpoint::partition, Function.identity()));
  }
}
