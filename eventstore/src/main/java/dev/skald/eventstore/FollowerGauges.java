package dev.skald.eventstore;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** What a follower tells of itself from its start to its end; the next of its name tells anew. */
final class FollowerGauges {

  private final MeterRegistry meters;
  private final String follower;
  private final Supplier<FollowerStatus> status;
  private final List<Meter> registered = new ArrayList<>();

  FollowerGauges(MeterRegistry meters, String follower, Supplier<FollowerStatus> status) {
    this.meters = meters;
    this.follower = follower;
    this.status = status;
  }

  void register() {
    register("skald.eventstore.follower.position", FollowerStatus::position);
    register("skald.eventstore.follower.lag", FollowerStatus::lag);
    register("skald.eventstore.follower.unsettled", FollowerStatus::unsettled);
  }

  void remove() {
    registered.forEach(meters::remove);
    registered.clear();
  }

  private void register(String name, ToDoubleFunction<FollowerStatus> value) {
    registered.add(
        Gauge.builder(name, status, s -> value.applyAsDouble(s.get()))
            .tag("follower", follower)
            .strongReference(true)
            .register(meters));
  }
}
