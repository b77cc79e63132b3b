package dev.skald.api.sagas;

import io.grpc.Context;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * Calls of Temporal that somebody waits for: where it is silent, its client goes on trying for more
 * than a minute.
 */
final class Promptly {

  private static final long PATIENCE_SECONDS = 15;
  private static final ScheduledExecutorService TIMER = timer();

  private Promptly() {}

  static <T> T call(Supplier<T> call) {
    AtomicReference<T> answer = new AtomicReference<>();
    Context.CancellableContext limited =
        Context.current().withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS, TIMER);
    try {
      limited.run(() -> answer.set(call.get()));
    } finally {
      limited.cancel(null);
    }
    return answer.get();
  }

  private static ScheduledExecutorService timer() {
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("temporal-patience").factory());
    timer.setRemoveOnCancelPolicy(true);
    return timer;
  }
}
