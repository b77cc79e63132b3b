package dev.skald.projections.engine;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A stream that a projection stopped at, and the event it stopped at.
 *
 * @param payload the event's data with its values masked, as far as it is JSON
 */
public record DeadLetter(
    UUID id,
    long sequence,
    String projection,
    String streamId,
    long version,
    long position,
    String eventType,
    Cause cause,
    String error,
    State state,
    @Nullable String reason,
    @Nullable String payload,
    Instant parkedAt,
    @Nullable Instant resolvedAt) {

  public enum Cause {
    CANNOT_READ,
    CANNOT_APPLY
  }

  public enum State {
    PARKED,
    REPLAYED,
    DISCARDED
  }

  /** What became of a request to settle one. */
  public enum Settled {
    /** The stream goes on. */
    DONE,
    /** An event of the stream still cannot be handled: a new dead letter says which. */
    PARKED_AGAIN,
    UNKNOWN,
    /** Settled before, or its tables are no longer in use. */
    NOT_PARKED,
    /** The projection is paused, or folded by a program that means other rows by it. */
    NOT_NOW
  }

  DeadLetter withPayload(@Nullable String masked) {
    return new DeadLetter(
        id,
        sequence,
        projection,
        streamId,
        version,
        position,
        eventType,
        cause,
        error,
        state,
        reason,
        masked,
        parkedAt,
        resolvedAt);
  }
}
