package dev.skald.workflows.engine;

import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When a saga's time is over. A timer watches it from the moment that the run is first handed back
 * to the server: most sagas have ended by then, and never need one.
 */
final class Deadline {

  /** Runs that first waited before when their time was over waited for as long as it took. */
  private static final String WATCHED_THOUGH_PASSED = "skald:deadline-watched-though-passed";

  private final Instant time;
  private final Runnable passed;
  private @Nullable Sending watch;

  Deadline(Instant time, Runnable passed) {
    this.time = time;
    this.passed = passed;
  }

  Instant time() {
    return time;
  }

  boolean isPassed() {
    return Workflow.currentTimeMillis() >= time.toEpochMilli();
  }

  boolean isWatched() {
    return watch != null;
  }

  void watch() {
    long left = time.toEpochMilli() - Workflow.currentTimeMillis();
    if (watch == null && (left > 0 || isWatchedThoughPassed())) {
      watch =
          new Sending(
              () ->
                  Workflow.newTimer(Duration.ofMillis(Math.max(left, 1)))
                      .handle(
                          (_, cancelled) -> {
                            if (cancelled == null) {
                              passed.run();
                            }
                            return null;
                          }));
      watch.begin();
    }
  }

  private static boolean isWatchedThoughPassed() {
    return Workflow.getVersion(WATCHED_THOUGH_PASSED, Workflow.DEFAULT_VERSION, 1) == 1;
  }

  /** A timer that was not sent yet is left alone: the run ends before it fires. */
  void stopWatching() {
    if (watch != null) {
      watch.cancelIfSent(null);
    }
  }
}
