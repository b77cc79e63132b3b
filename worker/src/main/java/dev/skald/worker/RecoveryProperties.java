package dev.skald.worker;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How sagas are found whose run ended without an ending, or does not get on.
 *
 * @param enabled whether this worker looks for them
 * @param every how often it looks
 * @param after how long a saga must have been silent to be looked at
 * @param attempts how often a saga is begun anew before an operator is called
 */
@ConfigurationProperties("skald.recovery")
record RecoveryProperties(
    @DefaultValue("true") boolean enabled,
    @DefaultValue("30s") Duration every,
    @DefaultValue("30s") Duration after,
    @DefaultValue("3") int attempts) {

  RecoveryProperties {
    require(every.isPositive(), "every", every, "above zero");
    require(!after.isNegative(), "after", after, "zero or more");
    require(attempts >= 0, "attempts", attempts, "zero or more");
  }

  private static void require(boolean holds, String name, Object value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(
          "skald.recovery.%s is '%s', but must be %s".formatted(name, value, expected));
    }
  }
}
