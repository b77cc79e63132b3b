package dev.skald.bench;

import java.time.Duration;

/**
 * How long and how much read models are measured.
 *
 * @param events of each category, that projections fold
 * @param rounds of each in turns; one more comes first and does not count
 * @param accounts that are credited and read
 * @param idle events that come one by one, with pauses
 * @param perSecond events that come at a fixed rate
 * @param warmUp for how long they do at first, since compilers take their share of the machine
 * @param busy for how long they do
 * @param reading one turn of those that are read from
 * @param callers who read at the same time
 */
record ProjectionPace(
    int events,
    int rounds,
    int accounts,
    int idle,
    int perSecond,
    Duration warmUp,
    Duration busy,
    Duration reading,
    int callers) {

  static final ProjectionPace FULL =
      new ProjectionPace(
          20_000,
          2,
          1_000,
          300,
          2_000,
          Duration.ofSeconds(20),
          Duration.ofSeconds(20),
          Duration.ofSeconds(5),
          16);

  static final ProjectionPace QUICK =
      new ProjectionPace(
          10_000,
          1,
          1_000,
          100,
          2_000,
          Duration.ofSeconds(10),
          Duration.ofSeconds(6),
          Duration.ofSeconds(3),
          16);

  static final ProjectionPace TINY =
      new ProjectionPace(
          60,
          1,
          10,
          3,
          50,
          Duration.ofMillis(100),
          Duration.ofMillis(200),
          Duration.ofMillis(200),
          2);

  static ProjectionPace of(Pace pace) {
    if (pace.equals(Pace.FULL)) {
      return FULL;
    }
    return pace.equals(Pace.TINY) ? TINY : QUICK;
  }

  String describe() {
    return ("%,d events a projection, %d rounds in turns after one to get warm; %d s at %,d events/s;"
            + " %d rounds of %d s with %d callers")
        .formatted(
            events, rounds, busy.toSeconds(), perSecond, rounds, reading.toSeconds(), callers);
  }
}
