package dev.skald.eventstore;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/** What the store tells of its work. */
final class StoreMetrics {

  private final MeterRegistry meters;
  private final Timer commit;
  private final Timer wait;
  private final DistributionSummary groupSize;
  private final DistributionSummary eventBytes;
  private final Counter events;
  private final Counter conflicts;
  private final Counter repeats;

  StoreMetrics(MeterRegistry meters) {
    this.meters = meters;
    this.commit = meters.timer("skald.eventstore.commit");
    this.wait = meters.timer("skald.eventstore.append");
    this.groupSize = meters.summary("skald.eventstore.group.size");
    this.eventBytes = meters.summary("skald.eventstore.append.bytes");
    this.events = meters.counter("skald.eventstore.events");
    this.conflicts = meters.counter("skald.eventstore.conflicts");
    this.repeats = meters.counter("skald.eventstore.repeats");
  }

  void queue(Collection<?> queue) {
    meters.gaugeCollectionSize("skald.eventstore.queue", List.of(), queue);
  }

  void committed(List<PendingAppend> group, List<AppendOutcome> outcomes, Duration took) {
    commit.record(took);
    groupSize.record(group.size());
    long now = System.nanoTime();
    for (int i = 0; i < outcomes.size(); i++) {
      PendingAppend pending = group.get(i);
      wait.record(Duration.ofNanos(now - pending.askedAtNanos));
      switch (outcomes.get(i).status()) {
        case 0 -> {
          events.increment(pending.append.events());
          eventBytes.record((double) pending.append.bytes());
        }
        case 1 -> repeats.increment();
        default -> conflicts.increment();
      }
    }
  }
}
