package dev.skald.workflows.engine;

import java.time.Duration;

/** How long to wait between two tries: each time the factor longer, up to a longest. */
public record Backoff(Duration first, double factor, Duration longest) {

  public Backoff {
    if (first.isNegative() || first.isZero() || longest.compareTo(first) < 0 || factor < 1) {
      throw new IllegalArgumentException(
          "backoff needs 0 < first <= longest and factor >= 1, not %s, %s, %s"
              .formatted(first, longest, factor));
    }
  }

  public static Backoff fixed(Duration pause) {
    return new Backoff(pause, 1, pause);
  }

  /** Doubles from the first pause to the longest. */
  public static Backoff exponential(Duration first, Duration longest) {
    return new Backoff(first, 2, longest);
  }
}
