package dev.skald.bench;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** When each event was committed, and when a handler had it. */
final class Deliveries {

  private static final long LOOK_AGAIN = 1_000_000;

  private final Map<Long, Long> committed = new ConcurrentHashMap<>();
  private final Map<Long, Long> handled = new ConcurrentHashMap<>();

  /** The moment when the append returned; the commit itself was a little earlier. */
  void committed(long position) {
    committed.put(position, System.nanoTime());
  }

  void handled(long position) {
    handled.put(position, System.nanoTime());
  }

  int committed() {
    return committed.size();
  }

  /** How many have arrived, once it is no use to wait for more. */
  int awaitHandled(long patienceNanos) {
    long end = System.nanoTime() + patienceNanos;
    while (!handled.keySet().containsAll(committed.keySet()) && System.nanoTime() < end) {
      LockSupport.parkNanos(LOOK_AGAIN);
    }
    return handled.size();
  }

  /** From commit to handler, where both are known. Some arrive before the append has returned. */
  Samples latencies() {
    Samples samples = new Samples();
    committed.forEach(
        (position, at) -> {
          Long then = handled.get(position);
          if (then != null) {
            samples.add(Math.max(0, then - at));
          }
        });
    return samples;
  }
}
