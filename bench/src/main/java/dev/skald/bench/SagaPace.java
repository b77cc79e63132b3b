package dev.skald.bench;

import java.time.Duration;
import java.util.List;

/**
 * How long sagas are measured.
 *
 * @param warmest how long each contender and ending is warmed up at most
 * @param settle at the beginning of each round, so that those who take long are under way, and what
 *     Temporal still had to do for others is done: a task's timer is looked at ten seconds later
 * @param accounts that transfers are made between
 * @param products that are ordered
 */
record SagaPace(
    Duration warmest,
    Duration settle,
    Duration round,
    int rounds,
    List<Integer> ladder,
    int accounts,
    int products) {

  private static final List<Integer> LADDER = List.of(1, 16, 64);

  static final SagaPace FULL =
      new SagaPace(
          Duration.ofSeconds(120),
          Duration.ofSeconds(11),
          Duration.ofSeconds(8),
          2,
          LADDER,
          1_000,
          1_000);

  static final SagaPace QUICK =
      new SagaPace(
          Duration.ofSeconds(20),
          Duration.ofSeconds(1),
          Duration.ofSeconds(2),
          1,
          LADDER,
          300,
          300);

  static SagaPace of(Pace pace) {
    return pace.equals(Pace.FULL) ? FULL : QUICK;
  }

  String describe() {
    return "%d rounds of %d ms for each in turns, %d ms before each to settle, %d s at most to get warm"
        .formatted(rounds, round.toMillis(), settle.toMillis(), warmest.toSeconds());
  }
}
