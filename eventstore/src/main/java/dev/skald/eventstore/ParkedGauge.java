package dev.skald.eventstore;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** How many streams are parked, told by the relay that is active; the others tell 0. */
final class ParkedGauge {

  private final MeterRegistry meters;
  private final String relay;
  private final AtomicInteger parked = new AtomicInteger();
  private @Nullable Gauge gauge;

  ParkedGauge(MeterRegistry meters, String relay) {
    this.meters = meters;
    this.relay = relay;
  }

  void is(int streams) {
    parked.set(streams);
  }

  synchronized void register() {
    if (gauge == null) {
      gauge =
          Gauge.builder("skald.eventstore.relay.parked", parked, AtomicInteger::get)
              .tag("follower", relay)
              .strongReference(true)
              .register(meters);
    }
  }

  synchronized void remove() {
    if (gauge != null) {
      meters.remove(gauge);
      gauge = null;
    }
  }
}
