package dev.skald.projections.engine;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A stream that a projection or the relay stopped at, and the event it stopped at.
 *
 * @param sequence counts those of projections, and those of the relay apart from them
 * @param projection its name, or {@link #RELAY}
 * @param generation of the tables that it was left in; 0 at the relay
 * @param payload the event's data with its values masked, as far as it is JSON
 */
public record DeadLetter(
    UUID id,
    long sequence,
    String projection,
    long generation,
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

  /** Stands for the relay, where others have the name of a projection. */
  public static final String RELAY = "relay";

  public enum Cause {
    CANNOT_READ,
    /** A newer build has written it. */
    UNKNOWN_TYPE,
    CANNOT_APPLY,
    /** Kafka cannot take it. */
    CANNOT_PUBLISH
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
    /** An event of the stream still cannot be handled: its dead letter says which. */
    PARKED_AGAIN,
    UNKNOWN,
    /** Settled before, or its tables are no longer in use. */
    NOT_PARKED,
    /** A projection is paused, or folded by a program that means other rows by it. */
    NOT_NOW,
    /** No relay is at work; the next one does what is wanted. */
    NO_RELAY
  }

  /** Where it stands in the list of all; those of the relay come first. */
  public long place() {
    return projection.equals(RELAY) ? -sequence : sequence;
  }

  DeadLetter withPayload(@Nullable String masked) {
    return new DeadLetter(
        id,
        sequence,
        projection,
        generation,
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
