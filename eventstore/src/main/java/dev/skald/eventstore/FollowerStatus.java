package dev.skald.eventstore;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a follower of the log is doing.
 *
 * @param position up to here it has been through the log
 * @param problem why it is not active, where that is not as it should be
 */
public record FollowerStatus(State state, long position, Instant since, @Nullable String problem) {

  public enum State {
    STOPPED,
    /** Another one of the same name is active; this one stands by. */
    STANDBY,
    ACTIVE,
    /** Something it needs is away or fails; it keeps trying. */
    RETRYING
  }
}
