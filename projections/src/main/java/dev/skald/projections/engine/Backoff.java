package dev.skald.projections.engine;

import java.time.Duration;

/** Doubles from try to try up to a limit, since whatever is away comes back sooner or later. */
final class Backoff {

  private static final Duration FIRST = Duration.ofMillis(50);
  private static final Duration LIMIT = Duration.ofSeconds(2);

  private Duration next = FIRST;
  private long until = System.nanoTime();

  void failed() {
    until = System.nanoTime() + next.toNanos();
    next = next.multipliedBy(2).compareTo(LIMIT) > 0 ? LIMIT : next.multipliedBy(2);
  }

  void worked() {
    next = FIRST;
  }

  void waitFor(Duration duration) {
    until = System.nanoTime() + duration.toNanos();
  }

  Duration left() {
    return Duration.ofNanos(Math.max(0, until - System.nanoTime()));
  }
}
