package dev.skald.eventstore;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Who in this process wants to know at once that something was appended. */
final class Wakeups {

  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  /** The answer takes it off again. */
  Runnable add(Runnable listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  void wake() {
    listeners.forEach(Runnable::run);
  }
}
