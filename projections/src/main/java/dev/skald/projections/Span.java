package dev.skald.projections;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** The length of the spans of time that figures are given by; they begin and end by UTC. */
public enum Span {
  MINUTE(Duration.ofMinutes(1)),
  HOUR(Duration.ofHours(1)),
  DAY(Duration.ofDays(1));

  private final Duration length;

  Span(Duration length) {
    this.length = length;
  }

  public Duration length() {
    return length;
  }

  /** As callers and the database write it. */
  public String unit() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** When the span ends that this moment lies in. */
  public Instant endAfter(Instant moment) {
    long seconds = length.toSeconds();
    return Instant.ofEpochSecond((Math.floorDiv(moment.getEpochSecond(), seconds) + 1) * seconds);
  }
}
