package dev.skald.projections.engine;

import dev.skald.eventstore.RecordedEvent;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a relay of this program has sent lately. Who folds all of it here knows by itself how far it
 * is, and nobody has to ask Kafka.
 */
public final class RelayedHere {

  private final Map<String, Due> dues = new ConcurrentHashMap<>();
  private volatile Runnable onSending = () -> {};

  /** All events between two positions that are sent, before they are. */
  public void sending(long from, List<RecordedEvent> events, long to) {
    dues.values().forEach(due -> due.sending(from, events, to));
    onSending.run();
  }

  Due dueOf(Projection projection) {
    return dues.computeIfAbsent(projection.name(), _ -> new Due(projection));
  }

  void onSending(Runnable listener) {
    onSending = listener;
  }
}
