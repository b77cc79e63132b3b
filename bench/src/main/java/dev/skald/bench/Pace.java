package dev.skald.bench;

import java.time.Duration;
import java.util.List;

/**
 * How long and how much everything is measured.
 *
 * @param round one turn of one contender, of which each has several where they are compared
 * @param rung one step of a ladder
 * @param streams that events are spread over
 * @param readEvents how many events the log has that is read
 * @param aggregates how many streams of each length are loaded
 * @param deliveries events whose way to a subscriber is timed
 */
record Pace(
    Duration warmUp,
    Duration round,
    int rounds,
    Duration rung,
    List<Integer> ladder,
    int streams,
    int readEvents,
    int aggregates,
    List<Integer> aggregateEvents,
    int deliveries) {

  private static final List<Integer> LADDER = List.of(1, 4, 16, 64, 256);
  private static final List<Integer> LONG = List.of(1_000, 10_000);

  static final Pace FULL =
      new Pace(
          Duration.ofMillis(1_500),
          Duration.ofSeconds(3),
          3,
          Duration.ofSeconds(2),
          LADDER,
          10_000,
          300_000,
          16,
          LONG,
          1_000);

  static final Pace QUICK =
      new Pace(
          Duration.ofMillis(400),
          Duration.ofMillis(500),
          2,
          Duration.ofMillis(400),
          LADDER,
          10_000,
          50_000,
          2,
          LONG,
          200);

  /** To see that it works, for a test. */
  static final Pace TINY =
      new Pace(
          Duration.ofMillis(20),
          Duration.ofMillis(40),
          1,
          Duration.ofMillis(40),
          List.of(1, 4),
          50,
          1_000,
          2,
          List.of(200),
          10);
}
