package dev.skald.projections.engine;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;

/** How far each partition has been folded; moved in the same transaction as the rows. */
final class Checkpoints {

  /** The topic's own id tells it from one of the same name that was created after it was lost. */
  record Checkpoint(TopicPartition partition, String topicId, long nextOffset) {}

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

  /** A checkpoint that nobody has written yet counts as one at the start of its topic. */
  void move(String projection, long generation, Collection<Move> moves) {
    // In one order for all members, so that two of them cannot wait for each other.
    List<Move> ordered =
        moves.stream()
            .sorted(Comparator.comparing((Move move) -> move.to().partition().toString()))
            .toList();
    SqlParameterSource[] parameters =
        ordered.stream()
            .map(move -> parameters(projection, generation, move))
            .toArray(SqlParameterSource[]::new);
    if (parameters.length == 0) {
      return;
    }
    int[] counts =
        database
            .template()
            .batchUpdate(
                """
                insert into readmodels.checkpoint as c
                       (projection, generation, topic, partition, topic_id, next_offset)
                select :projection, :generation, :topic, :partition, :topicId, :to
                 where :from = 0 or exists
                       (select from readmodels.checkpoint
                         where projection = :projection and generation = :generation
                           and topic = :topic and partition = :partition)
                on conflict (projection, generation, topic, partition)
                do update set next_offset = excluded.next_offset, topic_id = excluded.topic_id
                 where c.next_offset = :from and c.topic_id = :fromTopicId
                """,
                parameters);
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] != 1) {
        throw new Overtaken(
            "%s of %s was no longer at %d"
                .formatted(
                    ordered.get(i).to().partition(),
                    projection,
                    ordered.get(i).from().nextOffset()));
      }
    }
  }

  private static SqlParameterSource parameters(String projection, long generation, Move move) {
    return new MapSqlParameterSource("projection", projection)
        .addValue("generation", generation)
        .addValue("topic", move.to().partition().topic())
        .addValue("partition", move.to().partition().partition())
        .addValue("topicId", move.to().topicId())
        .addValue("to", move.to().nextOffset())
        .addValue("from", move.from().nextOffset())
        .addValue("fromTopicId", move.from().topicId());
  }
}
