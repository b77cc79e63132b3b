package dev.skald.workflows.engine;

import io.temporal.activity.ActivityCancellationType;
import io.temporal.activity.ActivityOptions;
import io.temporal.activity.LocalActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.ActivityStub;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.function.IntFunction;

/**
 * How the engine calls steps, undos and its journal. Quick work is tried once inside the workflow
 * task, which saves three events and two round trips; what fails there for now goes on as a normal
 * activity, where everybody sees it and the server keeps time.
 */
final class Calls {

  /**
   * Longer than this, and a workflow task would have to be kept alive for it. Where there is no
   * other try, it is.
   */
  private static final Duration LONGEST_QUICK_TRY = Duration.ofSeconds(2);

  private final Runnable beforeWaiting;

  /**
   * @param beforeWaiting to be done before the run is handed back to the server for a while
   */
  Calls(Runnable beforeWaiting) {
    this.beforeWaiting = beforeWaiting;
  }

  /**
   * Calls an activity.
   *
   * @param arguments of a try, by how many tries there were before Temporal counts
   */
  <A> A call(
      ContractMethod<A> method, String summary, Limits limits, IntFunction<Object[]> arguments) {
    if (limits.pace() == Limits.Pace.SLOW) {
      return scheduled(method, summary, limits, 0, arguments);
    }
    try {
      return quick(method, summary, limits, arguments);
    } catch (ActivityFailure failure) {
      if (limits.attempts() == 1 || Failures.isFinal(failure, limits)) {
        throw failure;
      }
      return scheduled(method, summary, limits, 1, arguments);
    }
  }

  /** The run waits for something other than an activity. */
  void waiting() {
    beforeWaiting.run();
  }

  private static <A> A quick(
      ContractMethod<A> method, String summary, Limits limits, IntFunction<Object[]> arguments) {
    Duration limit =
        limits.attempts() == 1 || limits.timeLimit().compareTo(LONGEST_QUICK_TRY) < 0
            ? limits.timeLimit()
            : LONGEST_QUICK_TRY;
    LocalActivityOptions options =
        LocalActivityOptions.newBuilder()
            .setSummary(summary)
            .setStartToCloseTimeout(limit)
            .setRetryOptions(RetryOptions.newBuilder().setMaximumAttempts(1).build())
            .build();
    return Workflow.newUntypedLocalActivityStub(options)
        .execute(method.activity(), method.raw(), method.result(), arguments.apply(0));
  }

  private <A> A scheduled(
      ContractMethod<A> method,
      String summary,
      Limits limits,
      int triesBefore,
      IntFunction<Object[]> arguments) {
    beforeWaiting.run();
    Backoff backoff = limits.backoff();
    ActivityOptions options =
        ActivityOptions.newBuilder()
            .setSummary(summary)
            .setStartToCloseTimeout(limits.timeLimit())
            .setHeartbeatTimeout(limits.heartbeat())
            // A step that is cancelled ends before its undo starts.
            .setCancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED)
            .setRetryOptions(
                RetryOptions.newBuilder()
                    .setInitialInterval(backoff.first())
                    .setBackoffCoefficient(backoff.factor())
                    .setMaximumInterval(backoff.longest())
                    .setMaximumAttempts(limits.isEndless() ? 0 : limits.attempts() - triesBefore)
                    .setDoNotRetry(limits.finalFailures().stream().sorted().toArray(String[]::new))
                    .build())
            .build();
    ActivityStub activity = Workflow.newUntypedActivityStub(options);
    return Sending.cancellable(
        () ->
            activity.execute(
                method.activity(), method.raw(), method.result(), arguments.apply(triesBefore)));
  }
}
