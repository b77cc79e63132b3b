package dev.skald.projections.engine;

import dev.skald.projections.engine.Positions.Reached;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/**
 * A position on its way to being reached.
 *
 * @param ends of the partitions of its topics when that position had been sent
 * @param seen how far it was when it last moved
 */
record Target(
    Projection projection,
    long position,
    Map<TopicPartition, Topics.End> ends,
    ActiveCheckpoints seen,
    long seenAt) {

  private static final long STANDS_STILL = Duration.ofSeconds(5).toNanos();

  static Target of(
      Projection projection,
      long position,
      Map<TopicPartition, Topics.End> ends,
      ActiveCheckpoints active) {
    return new Target(projection, position, ends, active, System.nanoTime());
  }

  /** Those that there were. */
  Set<String> topics() {
    return ends.keySet().stream().map(TopicPartition::topic).collect(Collectors.toSet());
  }

  /** Whether these are still the topics whose ends were read. */
  boolean isOf(Map<TopicPartition, String> ids) {
    return ends.entrySet().stream()
        .allMatch(end -> end.getValue().topicId().equals(ids.get(end.getKey())));
  }

  Target seenAgain(ActiveCheckpoints active) {
    return of(projection, position, ends, active);
  }

  Reached reached() {
    return new Reached(projection.name(), seen.generation(), position);
  }

  boolean standsStill() {
    return System.nanoTime() - seenAt > STANDS_STILL;
  }
}
