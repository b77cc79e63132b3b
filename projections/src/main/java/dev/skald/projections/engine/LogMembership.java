package dev.skald.projections.engine;

import dev.skald.eventstore.EventIdentity;
import dev.skald.eventstore.EventStore;
import dev.skald.eventstore.RecordedEvent;
import dev.skald.eventstore.StreamId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
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

  /**
   * Asks once for a position that several projections ask for. What the log has said of a position
   * it says for ever, unless it is restored from a backup; programs are started anew then.
   *
   * @param most how many positions are remembered, the most recently asked for
   */
  static LogMembership remembering(LogMembership log, int most) {
    Map<Long, Identity> known =
        Collections.synchronizedMap(
            new LinkedHashMap<>(16, 0.75f, true) {
              @Override
              protected boolean removeEldestEntry(Map.Entry<Long, Identity> eldest) {
                return size() > most;
              }
            });
    return positions -> {
      Map<Long, Identity> found = new HashMap<>();
      List<Long> unknown = new ArrayList<>();
      for (long position : positions) {
        Identity identity = known.get(position);
        if (identity == null) {
          unknown.add(position);
        } else {
          found.put(position, identity);
        }
      }
      if (!unknown.isEmpty()) {
        Map<Long, Identity> asked = log.at(unknown);
        known.putAll(asked);
        found.putAll(asked);
      }
      return found;
    };
  }

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
