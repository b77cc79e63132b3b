package dev.skald.projections.engine;

import dev.skald.eventstore.EventIdentity;
import dev.skald.eventstore.EventStore;
import dev.skald.eventstore.Metadata;
import java.util.Collection;
import java.util.Map;

/** Says which events the log has, so that a record which only claims to be one is found. */
@FunctionalInterface
public interface LogMembership {

  /**
   * What the log has at the positions of these, each with its metadata: one that is not there is no
   * event.
   */
  Map<EventIdentity, Metadata> logged(Collection<EventIdentity> claimed);

  static LogMembership reading(EventStore log) {
    return claimed -> log.identities(claimed.stream().map(EventIdentity::position).toList());
  }
}
