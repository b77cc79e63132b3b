package dev.skald.eventstore;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The states of the streams that were used last. A state never changes, so it can be shared. */
final class Remembered<S> {

  private final int limit;
  private final Map<StreamId, Loaded<S>> states = new LinkedHashMap<>(16, 0.75f, true);

  Remembered(int limit) {
    this.limit = limit;
  }

  synchronized Optional<Loaded<S>> find(StreamId stream) {
    return Optional.ofNullable(states.get(stream));
  }

  synchronized void keep(Loaded<S> loaded) {
    if (limit == 0) {
      return;
    }
    states.merge(loaded.stream(), loaded, (a, b) -> a.version() > b.version() ? a : b);
    if (states.size() > limit) {
      states.remove(states.keySet().iterator().next());
    }
  }
}
