package dev.skald.workflows.engine;

import java.time.Duration;

/** How long to wait between two tries, up to a longest pause. */
public record Backoff(Kind kind, Duration first, Duration longest) {

  public enum Kind {
    /** The same pause each time. */
    FIXED,
    /** Each pause longer than the one before by the first one. */
    LINEAR,
    /** Each pause twice the one before. */
    EXPONENTIAL
  }

  public Backoff {
    if (!first.isPositive() || longest.compareTo(first) < 0) {
      throw new IllegalArgumentException(
          "backoff needs 0 < first <= longest, not %s and %s".formatted(first, longest));
    }
  }

  public static Backoff fixed(Duration pause) {
    return new Backoff(Kind.FIXED, pause, pause);
  }

  public static Backoff linear(Duration first, Duration longest) {
    return new Backoff(Kind.LINEAR, first, longest);
  }

  public static Backoff exponential(Duration first, Duration longest) {
    return new Backoff(Kind.EXPONENTIAL, first, longest);
  }

  /** The pause after so many tries. */
  public Duration pauseAfter(int tries) {
    double times =
        switch (kind) {
          case FIXED -> 1;
          case LINEAR -> tries;
          case EXPONENTIAL -> Math.pow(2, Math.min(tries - 1, 62));
        };
    double nanos = first.toNanos() * times;
    return nanos >= longest.toNanos() ? longest : Duration.ofNanos((long) nanos);
  }

  /** What Temporal multiplies a pause by; it knows no linear one, which each failure asks for. */
  double factor() {
    return kind == Kind.EXPONENTIAL ? 2 : 1;
  }
}
