package dev.skald.workflows.engine;

import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Work that waits for the server: for an activity, for a timer. The server is asked for it when the
 * workflow task ends, and it is called off in none before the next. Else the history would have
 * nothing of it. But what calls it off may follow from quick work of the same task, and a replay
 * learns of that only where its marker stands: what the run asked for in between would be compared
 * with what was never sent, and the run be blocked for ever.
 */
final class Sending {

  /** Runs that had called off before what they had not sent yet did so at once. */
  private static final String SENT_FIRST = "skald:sent-before-called-off";

  /** The next task begins this soon, however long the work takes. Most of it is done by then. */
  private static final Duration SOON = Duration.ofMillis(100);

  private final CancellationScope work;

  /** Each task begins with a longer one, also when it is replayed. */
  private final long history = Workflow.getInfo().getHistoryLength();

  Sending(Runnable work) {
    this.work = Workflow.newDetachedCancellationScope(work);
  }

  /** Does work that is cancelled with the scope around it. */
  static <A extends @Nullable Object> A cancellable(Supplier<A> work) {
    CancellationScope around = CancellationScope.current();
    if (around.isCancelRequested()) {
      // It is called off while it is asked for: nothing comes in between.
      return work.get();
    }
    AtomicReference<A> answer = new AtomicReference<>();
    Sending sending = new Sending(() -> answer.set(work.get()));
    around
        .getCancellationRequest()
        .thenApply(
            reason -> {
              sending.cancel(reason);
              return reason;
            });
    sending.begin();
    return answer.get();
  }

  void begin() {
    work.run();
  }

  private void cancel(String reason) {
    if (!cancelIfSent(reason)) {
      Workflow.newDetachedCancellationScope(
              () ->
                  Workflow.newTimer(SOON)
                      .thenApply(
                          _ -> {
                            work.cancel(reason);
                            return null;
                          }))
          .run();
    }
  }

  /** Answers whether it is cancelled. */
  boolean cancelIfSent(@Nullable String reason) {
    boolean sent = Workflow.getInfo().getHistoryLength() > history;
    if (sent || !isSentFirst()) {
      work.cancel(reason);
      return true;
    }
    return false;
  }

  private static boolean isSentFirst() {
    return Workflow.getVersion(SENT_FIRST, Workflow.DEFAULT_VERSION, 1) == 1;
  }
}
