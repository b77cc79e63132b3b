package dev.skald.activities;

import org.jspecify.annotations.Nullable;

/**
 * How fast one try of a long step gets on. Earlier tries do not count: between them and this one
 * the program may have been down.
 */
final class Pace {

  private static final int UNKNOWN = -1;
  private static final long NANOS = 1_000_000;

  private int from;
  private long since;

  private Pace(int from, long since) {
    this.from = from;
    this.since = since;
  }

  static Pace ofFirst(long now) {
    return new Pace(0, now);
  }

  /** Where it begins only its first report says. */
  static Pace ofResumed() {
    return new Pace(UNKNOWN, 0);
  }

  /** How long the rest takes; null before anything is done. */
  @Nullable Long millisLeft(int done, int total, long now) {
    if (from == UNKNOWN || done < from) {
      from = done;
      since = now;
    }
    if (done >= total) {
      return 0L;
    }
    return done == from
        ? null
        : (long) ((now - since) / (double) NANOS / (done - from) * (total - done));
  }
}
