package dev.skald.projections.engine;

import dev.skald.eventstore.EventStore;
import dev.skald.eventstore.LogFilter;
import dev.skald.eventstore.LogPage;
import dev.skald.eventstore.RecordedEvent;
import dev.skald.eventstore.StreamId;
import dev.skald.projections.engine.StreamVersions.Folded;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Looks after categories that have no topic. Most often nothing of them was ever sent; but where
 * the log knows better, Kafka has lost the topic, or a broker has not heard of it yet.
 */
final class WithoutTopic {

  private static final int PAGE = 500;

  private final Database database;
  private final EventStore log;
  private final Topics topics;

  WithoutTopic(Database database, EventStore log, Topics topics) {
    this.database = database;
    this.log = log;
    this.topics = topics;
  }

  /** Categories of a projection that have none of these topics. */
  Set<String> categories(Projection projection, Collection<String> known) {
    return projection.categories().stream()
        .filter(category -> !known.contains(topics.of(category)))
        .collect(Collectors.toSet());
  }

  /** Those that have nothing left to fold of categories without a topic. */
  List<Target> folded(List<Target> targets) {
    return hasNone(targets) ? targets : targets.stream().filter(this::isFolded).toList();
  }

  /** One look for all: where a topic was lost, and only there, it finds something. */
  private boolean hasNone(List<Target> targets) {
    Set<String> categories = new HashSet<>();
    targets.forEach(target -> categories.addAll(categories(target.projection(), target.topics())));
    long after = targets.stream().mapToLong(target -> target.seen().position()).min().orElse(0);
    return categories.isEmpty()
        || log.readLog(after, LogFilter.ofCategories(categories), 1).events().isEmpty();
  }

  private boolean isFolded(Target target) {
    return isFolded(
        target.projection(),
        categories(target.projection(), target.topics()),
        target.seen().position(),
        target.position());
  }

  /** Whether the tables in use have all of these categories between two positions. */
  boolean isFolded(Projection projection, Set<String> categories, long after, long until) {
    long position = after;
    while (!categories.isEmpty() && position < until) {
      LogPage page = log.readLog(position, LogFilter.ofCategories(categories), PAGE);
      if (!areFolded(projection, page.events(), until)) {
        return false;
      }
      if (page.position() <= position) {
        break;
      }
      position = page.position();
    }
    return true;
  }

  private boolean areFolded(Projection projection, List<RecordedEvent> events, long until) {
    List<RecordedEvent> due = events.stream().filter(event -> event.position() <= until).toList();
    Map<StreamId, Folded> folded =
        new StreamVersions(database, projection)
            .read(TableSets.IN_USE, Planner.expected(due).keySet());
    return due.stream()
        .allMatch(
            event -> {
              Folded stream = folded.getOrDefault(event.streamId(), Folded.NOTHING);
              return stream.parked() || stream.version() >= event.version();
            });
  }
}
