package dev.skald.bench;

/** What came out of some time of load. */
record Measured(int inFlight, long events, long nanos, Samples latencies) {

  static Measured none(int inFlight) {
    return new Measured(inFlight, 0, 0, new Samples());
  }

  /** Both as one longer time. */
  Measured and(Measured other) {
    Samples all = new Samples();
    all.addAll(latencies);
    all.addAll(other.latencies);
    return new Measured(inFlight, events + other.events, nanos + other.nanos, all);
  }

  double eventsPerSecond() {
    return events * 1e9 / nanos;
  }

  double p50() {
    return latencies.millis(0.5);
  }

  double p99() {
    return latencies.millis(0.99);
  }
}
