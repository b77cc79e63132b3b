package dev.skald.eventstore;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a follower of the log is doing.
 *
 * @param position up to here it has been through the log
 * @param lag positions given out that it has not been through
 * @param unsettled how many of these are not settled: appends that run still, or were given up
 * @param problem why it is not active, where that is not as it should be
 */
public record FollowerStatus(
    State state, long position, long lag, long unsettled, Instant since, @Nullable String problem) {

  public enum State {
    STOPPED,
    /** Another one of the same name is active; this one stands by. */
    STANDBY,
    ACTIVE,
    /** Something it needs is away or fails; it keeps trying. */
    RETRYING
  }

  static FollowerStatus stopped() {
    return new FollowerStatus(State.STOPPED, 0, 0, 0, Instant.now(), null);
  }

  FollowerStatus at(long reached, long behind, long notSettled) {
    return new FollowerStatus(state, reached, behind, notSettled, since, problem);
  }

  FollowerStatus entering(State next, @Nullable String why) {
    Instant when = next == state ? since : Instant.now();
    return new FollowerStatus(next, position, lag, unsettled, when, why);
  }
}
