package dev.skald.eventstore;

import java.time.Duration;

/**
 * How much the store takes on at once.
 *
 * @param writers how many groups are committed at the same time, each over its own connection
 * @param maxGroup appends in a group
 * @param queueCapacity appends that wait; beyond it, callers wait
 * @param appendTimeout after which an append gives up, counted from when it was asked for
 * @param maxEventBytes of one event's data as JSON
 * @param maxEvents of one append
 */
public record EventStoreOptions(
    int writers,
    int maxGroup,
    int queueCapacity,
    Duration appendTimeout,
    int maxEventBytes,
    int maxEvents) {

  public static final EventStoreOptions DEFAULT =
      new EventStoreOptions(2, 256, 4096, Duration.ofSeconds(10), 8 << 20, 10_000);

  public EventStoreOptions {
    if (writers < 1 || maxGroup < 1 || queueCapacity < 1 || maxEventBytes < 1 || maxEvents < 1) {
      throw new IllegalArgumentException("event store options must be positive");
    }
    if (appendTimeout.isNegative() || appendTimeout.isZero()) {
      throw new IllegalArgumentException(
          "append timeout %s must be positive".formatted(appendTimeout));
    }
  }

  public EventStoreOptions withAppendTimeout(Duration timeout) {
    return new EventStoreOptions(
        writers, maxGroup, queueCapacity, timeout, maxEventBytes, maxEvents);
  }
}
