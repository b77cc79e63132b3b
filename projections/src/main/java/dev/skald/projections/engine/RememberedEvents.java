package dev.skald.projections.engine;

import dev.skald.eventstore.EventIdentity;
import dev.skald.eventstore.Metadata;
import dev.skald.eventstore.RecordedEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Asks the log once for an event that several projections ask for, and not at all for one that
 * somebody here has just read in it. What the log has said of an event it says for ever, unless it
 * is restored from a backup; programs are started anew then.
 */
public final class RememberedEvents implements LogMembership {

  private final LogMembership log;
  private final Map<EventIdentity, Metadata> known;

  /**
   * @param most how many events are remembered, the most recently asked for
   */
  public RememberedEvents(LogMembership log, int most) {
    this.log = log;
    this.known =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<EventIdentity, Metadata> eldest) {
            return size() > most;
          }
        };
  }

  /** Events as they stand in the log. */
  public void remember(Collection<RecordedEvent> events) {
    Map<EventIdentity, Metadata> read = HashMap.newHashMap(events.size());
    events.forEach(event -> read.put(EventIdentity.of(event), event.metadata()));
    keep(read);
  }

  @Override
  public Map<EventIdentity, Metadata> logged(Collection<EventIdentity> claimed) {
    Map<EventIdentity, Metadata> found = HashMap.newHashMap(claimed.size());
    List<EventIdentity> unknown = find(claimed, found);
    if (!unknown.isEmpty()) {
      Map<EventIdentity, Metadata> asked = log.logged(unknown);
      keep(asked);
      found.putAll(asked);
    }
    return found;
  }

  private synchronized List<EventIdentity> find(
      Collection<EventIdentity> claimed, Map<EventIdentity, Metadata> found) {
    List<EventIdentity> unknown = new ArrayList<>();
    for (EventIdentity claim : claimed) {
      Metadata metadata = known.get(claim);
      if (metadata == null) {
        unknown.add(claim);
      } else {
        found.put(claim, metadata);
      }
    }
    return unknown;
  }

  private synchronized void keep(Map<EventIdentity, Metadata> read) {
    known.putAll(read);
  }
}
