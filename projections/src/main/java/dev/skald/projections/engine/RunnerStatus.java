package dev.skald.projections.engine;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How one member of a projection fares.
 *
 * @param failure what keeps it from folding, while it tries again
 */
public record RunnerStatus(
    String projection, State state, int partitions, @Nullable String failure, Instant since) {

  public enum State {
    STARTING,
    RUNNING,
    PAUSED,
    /** Another version of the projection is in use. */
    STANDING_BY,
    RETRYING,
    STOPPED
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
