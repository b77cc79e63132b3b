package dev.skald.activities.payments;

import dev.skald.activities.StepProgress;
import dev.skald.activities.StepProgress.Report;
import dev.skald.activities.StepTry;
import dev.skald.workflows.engine.StepCall;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Makes a payment fail for now, or take its time, as its token says. */
final class Rehearsal {

  private static final Duration TICK = Duration.ofMillis(250);

  private final StepProgress progress;

  Rehearsal(StepProgress progress) {
    this.progress = progress;
  }

  void play(StepCall call, TokenWords words) {
    if (words.failures() > 0 && StepTry.attempt(call) <= words.failures()) {
      throw new PaymentUnavailable(
          "the token asks for %d failures, this is try %d"
              .formatted(words.failures(), StepTry.attempt(call)));
    }
    if (words.pause().isPositive()) {
      takeTime(call, words.pause());
    }
  }

  /** Like a slow provider: cut off before it has answered, it begins anew when asked again. */
  private void takeTime(StepCall call, Duration pause) {
    if (StepTry.isQuick()) {
      throw new PaymentUnavailable("takes %s, too long for a quick try".formatted(pause));
    }
    Report<Integer> report = progress.of(call, Integer.class);
    int ticks = Math.toIntExact(pause.dividedBy(TICK));
    CountDownLatch nobodyComes = new CountDownLatch(1);
    for (int tick = 1; tick <= ticks; tick++) {
      try {
        if (nobodyComes.await(TICK.toMillis(), TimeUnit.MILLISECONDS)) {
          return;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new PaymentUnavailable("interrupted while it took its time");
      }
      report.tell(tick, ticks, tick);
    }
  }
}
