package dev.skald.projections.sagas;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sagas of a type that were started in a span of time.
 *
 * @param byStatus how many of them are in which status now
 * @param failuresByStep how many failed at which step
 * @param p50Millis of those that have ended; null if none has
 */
public record SagaFigures(
    Instant from,
    String type,
    long started,
    Map<String, Long> byStatus,
    Map<String, Long> failuresByStep,
    @Nullable Long p50Millis,
    @Nullable Long p95Millis,
    @Nullable Long p99Millis) {

  public SagaFigures {
    byStatus = Map.copyOf(byStatus);
    failuresByStep = Map.copyOf(failuresByStep);
  }
}
