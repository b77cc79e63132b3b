package dev.skald.eventstore;

import java.time.Instant;
import java.util.Map;

/**
 * A stream in figures.
 *
 * @param types how often each type of event occurs
 */
public record StreamStatistics(
    StreamId stream,
    long version,
    Instant firstAt,
    Instant lastAt,
    long firstPosition,
    long lastPosition,
    Map<String, Long> types) {
  public StreamStatistics {
    types = Map.copyOf(types);
  }
}
