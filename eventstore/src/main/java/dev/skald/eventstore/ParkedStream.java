package dev.skald.eventstore;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A stream that the relay stopped at, and what became of it.
 *
 * @param sequence higher than that of all that were parked before
 * @param version the event that Kafka could not take; from there on nothing was published
 * @param position of that event; 0 where it lies in the archive
 * @param type of that event; empty where it lies in the archive
 * @param reason why Kafka could not take it
 * @param note why it was to be skipped, in the words of whoever wanted that
 */
public record ParkedStream(
    UUID id,
    long sequence,
    StreamId stream,
    long version,
    long position,
    String type,
    String reason,
    State state,
    @Nullable String note,
    Instant parkedAt,
    @Nullable Instant settledAt) {

  public enum State {
    PARKED,
    /** Somebody wants it to go on; no relay has acted on that yet. */
    RESUMING,
    /** The event is in Kafka after all. */
    REPLAYED,
    /** The event never gets to Kafka; those behind it do. */
    SKIPPED
  }
}
