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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Finds out where to go on in partitions that a member was given. Where Kafka may not have what
 * comes next, since it lost it or nobody ever began there, the log has.
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
  private final WithoutTopic withoutTopic;

  Settler(Database database, Projection projection, EventStore log, Folder folder, Topics topics) {
    this.database = database;
    this.projection = projection;
    this.log = log;
    this.folder = folder;
    this.topics = topics;
    this.withoutTopic = new WithoutTopic(database, log, topics);
  }

  Settled settle(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
    Active active = new Generations(database).known(projection);
    active.check(projection);
    var checkpoints = new Checkpoints(database);
    Map<TopicPartition, Checkpoint> stored =
        checkpoints.read(projection.name(), active.generation());
    Map<TopicPartition, String> ids = topics.ids(topics.of(projection));
    Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);

    Map<TopicPartition, Checkpoint> from = new HashMap<>();
    List<Move> lost = new ArrayList<>();
    for (TopicPartition partition : partitions) {
      String id = ids.getOrDefault(partition, "");
      long begin = begins.getOrDefault(partition, 0L);
      Checkpoint known = stored.getOrDefault(partition, Checkpoint.unbegun(partition));
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
    for (Checkpoint known : stored.values()) {
      if (known.nextOffset() > 0
          && !partitions.contains(known.partition())
          && topics.of(projection).contains(known.partition().topic())
          && !ids.containsKey(known.partition())) {
        lost.add(new Move(known, Checkpoint.unbegun(known.partition())));
      }
    }
    Set<String> due = new HashSet<>(categories(lost));
    due.addAll(unfoldedWithoutTopic(active, ids.keySet()));
    if (!due.isEmpty()) {
      catchUp(active, due);
    }
    if (!lost.isEmpty()) {
      folder.fold(new Batch(active.generation(), List.of(), List.of(), lost));
    }
    return new Settled(active.generation(), from);
  }

  private Set<String> categories(List<Move> lost) {
    Set<String> gone =
        lost.stream().map(move -> move.to().partition().topic()).collect(Collectors.toSet());
    return projection.categories().stream()
        .filter(category -> gone.contains(topics.of(category)))
        .collect(Collectors.toSet());
  }

  private Set<String> unfoldedWithoutTopic(Active active, Set<TopicPartition> known) {
    Set<String> names = known.stream().map(TopicPartition::topic).collect(Collectors.toSet());
    Set<String> categories = withoutTopic.categories(projection, names);
    return withoutTopic.isFolded(projection, categories, active.position(), log.head())
        ? Set.of()
        : categories;
  }

  /** From its beginning: what the relay held back for a while lies anywhere. */
  private void catchUp(Active active, Set<String> categories) {
    long after = 0;
    long head = log.head();
    LogFilter filter = LogFilter.ofCategories(categories);
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
