package dev.skald.eventstore;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a relay is doing.
 *
 * @param position up to here everything is in Kafka, as far as this relay knows
 * @param lag positions given out that are not in Kafka yet
 * @param problem why it is not active, where that is not as it should be
 */
public record RelayStatus(
    State state, long position, long lag, Instant since, @Nullable String problem) {

  public enum State {
    STOPPED,
    /** Another relay is active; this one stands by. */
    STANDBY,
    ACTIVE,
    /** Kafka or Postgres is away; it keeps trying. */
    RETRYING
  }
}
