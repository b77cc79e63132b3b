package dev.skald.bench;

import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/** Sagas of one ending, one after the other for each caller. */
final class SagaCalls implements Work {

  private final SagaRunner runner;
  private final Ending ending;
  private final SplittableRandom seeds;
  private final AtomicLong started = new AtomicLong();

  SagaCalls(SagaRunner runner, Ending ending, long seed) {
    this.runner = runner;
    this.ending = ending;
    this.seeds = new SplittableRandom(seed);
  }

  SagaRunner runner() {
    return runner;
  }

  Ending ending() {
    return ending;
  }

  @Override
  public boolean waitsInside() {
    return true;
  }

  @Override
  public Caller caller(int number, int of) {
    SplittableRandom random = seeds.split();
    return () -> {
      String saga = "%s-%s-%d".formatted(runner.id(), ending.word(), started.incrementAndGet());
      runner.run(saga, ending, random);
      return 1;
    };
  }
}
