package dev.skald.bench;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * How fast events became rows. The clock starts when the first batch is committed, so that starting
 * up costs nobody anything, and ends when the last one is.
 */
record Folded(long events, long nanos) {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long LOOK_EVERY = 1_000_000;

  static final Folded NOTHING = new Folded(0, 0);

  static Folded watch(long total, LongSupplier committed) {
    long asked = System.nanoTime();
    long began = asked;
    long first = 0;
    while (true) {
      long now = committed.getAsLong();
      long at = System.nanoTime();
      if (first == 0 && now > 0) {
        first = now;
        began = at;
      }
      if (now >= total) {
        // All in one batch, where there are few: then starting up counts.
        return first == now ? new Folded(now, at - asked) : new Folded(now - first, at - began);
      }
      if (at - asked > PATIENCE.toNanos()) {
        throw new IllegalStateException("%,d of %,d events were folded".formatted(now, total));
      }
      LockSupport.parkNanos(LOOK_EVERY);
    }
  }

  Folded and(Folded other) {
    return new Folded(events + other.events, nanos + other.nanos);
  }

  double perSecond() {
    return events * 1e9 / nanos;
  }

  Measured measured() {
    return new Measured(1, events, nanos, new Samples());
  }
}
