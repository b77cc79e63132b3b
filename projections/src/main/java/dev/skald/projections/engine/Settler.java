package dev.skald.projections.engine;

import dev.skald.eventstore.EventStore;
import dev.skald.eventstore.LogFilter;
import dev.skald.eventstore.LogPage;
import dev.skald.projections.engine.Checkpoints.Checkpoint;
import dev.skald.projections.engine.Checkpoints.Move;
import dev.skald.projections.engine.Folder.Batch;
import dev.skald.projections.engine.Generations.Active;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Finds out where to go on in partitions that a member was given. Where Kafka no longer has what
 * comes next, the log has: it is read from the last position that is known to be folded.
 */
final class Settler {

  /** Where to go on, and in which generation of tables. */
  record Settled(long generation, Map<TopicPartition, Checkpoint> from) {}

  private static final int PAGE = 500;

  private final Database database;
  private final Projection projection;
  private final EventStore log;
  private final Folder folder;
  private final Topics topics;

  Settler(Database database, Projection projection, EventStore log, Folder folder, Topics topics) {
    this.database = database;
    this.projection = projection;
    this.log = log;
    this.folder = folder;
    this.topics = topics;
  }

  Settled settle(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
    Active active = new Generations(database).register(projection);
    active.check(projection);
    var checkpoints = new Checkpoints(database);
    Map<TopicPartition, Checkpoint> stored =
        checkpoints.read(projection.name(), active.generation());
    Map<String, String> ids =
        topics.ids(partitions.stream().map(TopicPartition::topic).distinct().toList());
    Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);

    Map<TopicPartition, Checkpoint> from = new HashMap<>();
    List<Move> lost = new ArrayList<>();
    for (TopicPartition partition : partitions) {
      String id = ids.getOrDefault(partition.topic(), "");
      long begin = begins.getOrDefault(partition, 0L);
      Checkpoint known = stored.getOrDefault(partition, new Checkpoint(partition, id, 0));
      if (known.topicId().equals(id)
          && known.nextOffset() >= begin
          && known.nextOffset() <= ends.getOrDefault(partition, 0L)) {
        from.put(partition, known);
      } else {
        Checkpoint begun = new Checkpoint(partition, id, begin);
        lost.add(new Move(known, begun));
        from.put(partition, begun);
      }
    }
    if (!lost.isEmpty()) {
      catchUp(active);
      folder.fold(new Batch(active.generation(), List.of(), List.of(), lost));
    }
    return new Settled(active.generation(), from);
  }

  private void catchUp(Active active) {
    long after = active.position();
    long head = log.head();
    LogFilter filter = LogFilter.ofCategories(projection.categories());
    while (after < head) {
      LogPage page = log.readLog(after, filter, PAGE);
      folder.fold(new Batch(active.generation(), page.events(), List.of(), List.of()));
      if (page.position() <= after) {
        return;
      }
      after = page.position();
    }
  }
}
