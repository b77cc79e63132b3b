package dev.skald.standalone;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.springframework.boot.health.actuate.endpoint.CompositeHealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ApplicationContext;

/**
 * An application starts while what it needs is away; here all is there, so it can be waited for.
 */
final class Readiness {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(25);

  private Readiness() {}

  /** Returns what is still not healthy when patience has run out, or an empty text. */
  static String await(ApplicationContext application) {
    HealthEndpoint endpoint = application.getBean(HealthEndpoint.class);
    Instant limit = Instant.now().plus(PATIENCE);
    HealthDescriptor health = endpoint.health();
    while (!isUp(health) && Instant.now().isBefore(limit)) {
      LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
      health = endpoint.health();
    }
    return isUp(health) ? "" : missing(health);
  }

  private static boolean isUp(HealthDescriptor health) {
    return health.getStatus().equals(Status.UP);
  }

  private static String missing(HealthDescriptor health) {
    return health instanceof CompositeHealthDescriptor parts && parts.getComponents() != null
        ? parts.getComponents().entrySet().stream()
            .filter(part -> !isUp(part.getValue()))
            .map(part -> part.getKey())
            .collect(Collectors.joining(", "))
        : health.getStatus().getCode();
  }
}
