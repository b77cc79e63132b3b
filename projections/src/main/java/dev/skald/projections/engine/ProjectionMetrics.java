package dev.skald.projections.engine;

import dev.skald.eventstore.RecordedEvent;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What is measured while a projection folds. */
final class ProjectionMetrics {

  private final Timer batches;
  private final Timer delay;
  private final Counter events;
  private final Counter foreign;

  ProjectionMetrics(MeterRegistry meters, Projection projection) {
    String name = projection.name();
    this.batches =
        Timer.builder("skald.projection.batch")
            .description("Time to fold a batch, with its commit")
            .tag("projection", name)
            .publishPercentileHistogram()
            .register(meters);
    this.delay =
        Timer.builder("skald.projection.delay")
            .description("From the recording of a batch's oldest event to its rows being visible")
            .tag("projection", name)
            .publishPercentileHistogram()
            .register(meters);
    this.events =
        Counter.builder("skald.projection.events").tag("projection", name).register(meters);
    this.foreign =
        Counter.builder("skald.projection.foreign")
            .description("Records set aside because the log has no such event")
            .tag("projection", name)
            .register(meters);
  }

  void folded(List<RecordedEvent> batch, int setAside, Duration took) {
    batches.record(took);
    events.increment(batch.size());
    foreign.increment(setAside);
    batch.stream()
        .map(RecordedEvent::recordedAt)
        .min(Instant::compareTo)
        .ifPresent(oldest -> delay.record(Duration.between(oldest, Instant.now())));
  }
}
