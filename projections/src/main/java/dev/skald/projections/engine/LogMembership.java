package dev.skald.projections.engine;

import dev.skald.eventstore.EventIdentity;
import dev.skald.eventstore.EventStore;
import dev.skald.eventstore.RecordedEvent;
import dev.skald.eventstore.StreamId;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
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

  static LogMembership reading(EventStore log) {
    return positions -> {
      Map<Long, Identity> found = new HashMap<>();
      for (EventIdentity event : log.identities(positions)) {
        found.put(
            event.position(), new Identity(event.eventId(), event.streamId(), event.version()));
      }
      return found;
    };
  }
}
