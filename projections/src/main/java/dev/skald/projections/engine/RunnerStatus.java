package dev.skald.projections.engine;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How one member of a projection fares.
 *
 * @param failure what keeps it from folding, while it tries again or stands still
 */
public record RunnerStatus(
    String projection, State state, int partitions, @Nullable String failure, Instant since) {

  public enum State {
    STARTING,
    RUNNING,
    PAUSED,
    /** Another version of the projection is in use. */
    STANDING_BY,
    /** An older version is in use, and an operator wants it so. */
    HELD,
    RETRYING,
    STOPPED;

    boolean standsStill() {
      return this == PAUSED || this == STANDING_BY || this == HELD;
    }
  }

  RunnerStatus with(State next, @Nullable String reason) {
    return state == next && java.util.Objects.equals(failure, reason)
        ? this
        : new RunnerStatus(projection, next, partitions, reason, Instant.now());
  }

  RunnerStatus withPartitions(int count) {
    return new RunnerStatus(projection, state, count, failure, since);
  }
}
