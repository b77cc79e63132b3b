package dev.skald.worker;

import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Compares the log and Temporal, both ways: sagas that have not ended in the log but do not run,
 * and runs that were closed by force. Looks as well for what runs far longer than expected.
 */
final class RecoveryJob implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(RecoveryJob.class);

  private final LostSagas silent;
  private final LostSagas closedByForce;
  private final Stalls stalls;
  private final RecoveryProperties properties;
  private @Nullable ScheduledExecutorService timer;
  private final Set<String> failing = ConcurrentHashMap.newKeySet();

  /**
   * Looks at nothing yet.
   *
   * @param silent those that have not ended in the log
   * @param closedByForce those whose runs Temporal says were
   */
  RecoveryJob(
      LostSagas silent, LostSagas closedByForce, Stalls stalls, RecoveryProperties properties) {
    this.silent = silent;
    this.closedByForce = closedByForce;
    this.stalls = stalls;
    this.properties = properties;
  }

  @Override
  public void start() {
    if (!properties.enabled()) {
      return;
    }
    timer =
        Executors.newScheduledThreadPool(
            2, Thread.ofPlatform().daemon().name("recovery-", 1).factory());
    every(timer, this::lookForLost);
    // On its own: while Temporal is away, each lost saga that is looked at takes its time.
    every(timer, this::lookForStalled);
  }

  private void every(ScheduledExecutorService timer, Runnable look) {
    long pause = properties.every().toMillis();
    ScheduledFuture<?> _ = timer.scheduleWithFixedDelay(look, pause, pause, TimeUnit.MILLISECONDS);
  }

  @Override
  public void stop() {
    if (timer != null) {
      timer.shutdownNow();
      timer = null;
    }
  }

  @Override
  public boolean isRunning() {
    return timer != null;
  }

  @Override
  public int getPhase() {
    return SagaWorker.PHASE;
  }

  private void lookForLost() {
    attempt("Lost sagas cannot be looked for", () -> silent.look(Instant.now()));
    attempt(
        "Sagas whose runs were closed by force cannot be looked for",
        () -> closedByForce.look(Instant.now()));
  }

  private void lookForStalled() {
    attempt("Stalled sagas cannot be looked for", () -> stalls.look(Instant.now()));
  }

  /** What is away now will be looked at next time, and keeps nobody from looking elsewhere. */
  private void attempt(String otherwise, Runnable look) {
    try {
      look.run();
      failing.remove(otherwise);
    } catch (RuntimeException e) {
      if (failing.add(otherwise)) {
        LOG.atWarn().setCause(e).log(otherwise);
      }
    }
  }
}
