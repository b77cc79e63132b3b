package dev.skald.projections.engine;

import dev.skald.eventstore.EventIdentity;
import dev.skald.eventstore.EventStore;
import dev.skald.eventstore.Metadata;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Says which events the log has, so that a record which only claims to be one is found. */
@FunctionalInterface
public interface LogMembership {

  /**
   * What the log has at the positions of these, each with its metadata: one that is not there is no
   * event.
   */
  Map<EventIdentity, Metadata> logged(Collection<EventIdentity> claimed);

  /**
   * Asks once for an event that several projections ask for. What the log has said of one it says
   * for ever, unless it is restored from a backup; programs are started anew then.
   *
   * @param most how many events are remembered, the most recently asked for
   */
  static LogMembership remembering(LogMembership log, int most) {
    Map<EventIdentity, Metadata> known =
        Collections.synchronizedMap(
            new LinkedHashMap<>(16, 0.75f, true) {
              @Override
              protected boolean removeEldestEntry(Map.Entry<EventIdentity, Metadata> eldest) {
                return size() > most;
              }
            });
    return claimed -> {
      Map<EventIdentity, Metadata> found = new HashMap<>();
      List<EventIdentity> unknown = new ArrayList<>();
      for (EventIdentity claim : claimed) {
        Metadata metadata = known.get(claim);
        if (metadata == null) {
          unknown.add(claim);
        } else {
          found.put(claim, metadata);
        }
      }
      if (!unknown.isEmpty()) {
        Map<EventIdentity, Metadata> asked = log.logged(unknown);
        known.putAll(asked);
        found.putAll(asked);
      }
      return found;
    };
  }

  static LogMembership reading(EventStore log) {
    return claimed -> log.identities(claimed.stream().map(EventIdentity::position).toList());
  }
}
