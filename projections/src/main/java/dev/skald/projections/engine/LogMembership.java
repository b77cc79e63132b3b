package dev.skald.projections.engine;

import dev.skald.eventstore.EventStore;
import dev.skald.eventstore.LogFilter;
import dev.skald.eventstore.LogPage;
import dev.skald.eventstore.RecordedEvent;
import dev.skald.eventstore.StreamId;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;

/** Says which event the log has at a position, so that a record which only claims one is found. */
@FunctionalInterface
public interface LogMembership {

  record Identity(UUID eventId, StreamId stream, long version) {
    static Identity of(RecordedEvent event) {
      return new Identity(event.eventId(), event.streamId(), event.version());
    }
  }

  /** The events at these positions; a position without an event is left out. */
  Map<Long, Identity> at(Collection<Long> positions);

  /**
   * By way of the store's ordinary reading: whole pages where the positions lie close together, one
   * event at a time where they do not, so that a record with a made-up position costs one look.
   */
  static LogMembership reading(EventStore log) {
    return positions -> {
      Map<Long, Identity> found = new HashMap<>();
      TreeSet<Long> wanted = new TreeSet<>(positions);
      wanted.headSet(1L).clear();
      while (!wanted.isEmpty()) {
        long first = wanted.first();
        LogPage page = log.readLog(first - 1, LogFilter.ALL, limit(wanted));
        for (RecordedEvent event : page.events()) {
          if (wanted.contains(event.position())) {
            found.put(event.position(), Identity.of(event));
          }
        }
        long last = page.events().isEmpty() ? first : page.events().getLast().position();
        wanted.headSet(Math.max(first, last), true).clear();
      }
      return found;
    };
  }

  private static int limit(TreeSet<Long> wanted) {
    long distance = wanted.last() - wanted.first() + 1;
    boolean scattered = distance / wanted.size() > 50;
    return scattered ? 1 : (int) Math.min(1_000, distance);
  }
}
