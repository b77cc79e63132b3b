package dev.skald.projections.engine;

import dev.skald.eventstore.EventStore;
import dev.skald.eventstore.LogFilter;
import dev.skald.eventstore.LogPage;
import dev.skald.eventstore.RecordedEvent;
import dev.skald.eventstore.StreamId;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
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

  /** By way of the store's ordinary reading. */
  static LogMembership reading(EventStore log) {
    return positions -> {
      Map<Long, Identity> found = new HashMap<>();
      Set<Long> wanted = Set.copyOf(positions);
      long last = wanted.stream().mapToLong(Long::longValue).max().orElse(0);
      long after = wanted.stream().mapToLong(Long::longValue).min().orElse(1) - 1;
      while (after < last) {
        LogPage page = log.readLog(after, LogFilter.ALL, 1_000);
        for (RecordedEvent event : page.events()) {
          if (wanted.contains(event.position())) {
            found.put(event.position(), Identity.of(event));
          }
        }
        if (page.position() <= after) {
          break;
        }
        after = page.position();
      }
      return found;
    };
  }
}
